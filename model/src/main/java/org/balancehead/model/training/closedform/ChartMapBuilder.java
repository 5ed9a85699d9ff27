package org.balancehead.model.training.closedform;

import org.balancehead.model.camera.CameraPose;
import org.balancehead.model.dataset.PackedViews;
import org.balancehead.model.generator.chart.CameraRays;
import org.balancehead.model.planes.CapsuleChart;

/**
 * Builds an identity's chart map: projects every pixel that hits the head onto the chart, keeps what lies near the
 * largest radius of its texel, averages, and fills the holes from coarser levels. Confined to one thread.
 */
public final class ChartMapBuilder {
    private static final int CHANNELS = 4;

    /** Points deeper than this below the outermost point of their texel do not count, in world units. */
    private static final double SHELL = 0.03;

    /** Of 255: pixels that are less covered mix head and ground. */
    private static final int COVERED = 250;

    private final PackedViews data;
    private final int width;
    private final int height;
    private final int[] texels;
    private final float[] points;
    private final byte[] rgba;
    private final short[] depths;
    private int count;

    public ChartMapBuilder(PackedViews data, int width, int height) {
        this.data = data;
        this.width = width;
        this.height = height;
        int pixels = data.size() * data.size();
        texels = new int[pixels * data.views()];
        points = new float[pixels * data.views() * CHANNELS];
        rgba = new byte[pixels * 4];
        depths = new short[pixels];
    }

    /** The map {@code [4, height, width]} of an identity: radius in world units, red, green, blue 0…1. */
    public float[] build(int identity) {
        count = 0;
        for (int view = 0; view < data.views(); view++) {
            data.read(identity, view, rgba);
            data.readDepth(identity, view, depths);
            project(data.camera(identity, view));
        }
        return average().filled();
    }

    private void project(CameraPose camera) {
        CameraRays rays = CameraRays.of(camera, data.size());
        for (int i = 0; i < depths.length; i++) {
            if (depths[i] == 0 || (rgba[i * 4 + 3] & 0xff) < COVERED) {
                continue;
            }
            double distance = (depths[i] & 0xffff) / (double) PackedViews.DEPTH_SCALE;
            double x = rays.origins()[i * 3] + distance * rays.directions()[i * 3];
            double y = rays.origins()[i * 3 + 1] + distance * rays.directions()[i * 3 + 1];
            double z = rays.origins()[i * 3 + 2] + distance * rays.directions()[i * 3 + 2];
            texels[count] = texel(CapsuleChart.u(x, z), CapsuleChart.v(x, y, z));
            points[count * CHANNELS] = (float) CapsuleChart.radius(x, y, z);
            for (int c = 0; c < 3; c++) {
                points[count * CHANNELS + 1 + c] = (rgba[i * 4 + c] & 0xff) / 255f;
            }
            count++;
        }
    }

    private int texel(double u, double v) {
        int column = Math.floorMod((int) Math.floor((u + 1) / 2 * width), width);
        int row = Math.min(height - 1, (int) ((v + 1) / 2 * height));
        return row * width + column;
    }

    private HoleFilling average() {
        float[] outermost = new float[width * height];
        for (int i = 0; i < count; i++) {
            outermost[texels[i]] = Math.max(outermost[texels[i]], points[i * CHANNELS]);
        }
        HoleFilling sums = new HoleFilling(CHANNELS, width, height);
        for (int i = 0; i < count; i++) {
            if (points[i * CHANNELS] > outermost[texels[i]] - SHELL) {
                sums.add(texels[i], points, i * CHANNELS);
            }
        }
        return sums;
    }
}
