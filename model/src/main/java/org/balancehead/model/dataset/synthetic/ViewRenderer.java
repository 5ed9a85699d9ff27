package org.balancehead.model.dataset.synthetic;

import org.balancehead.model.camera.CameraPose;
import org.balancehead.model.dataset.PackedViews;

/** Renders views of one size; keeps its buffers, so one a thread. */
final class ViewRenderer {
    private final int size;
    private final Rasteriser rasteriser;
    private final float[] colour;
    private final float[] cover;

    ViewRenderer(int size) {
        this.size = size;
        rasteriser = new Rasteriser(size);
        colour = new float[rasteriser.side * rasteriser.side * 3];
        cover = new float[rasteriser.side * rasteriser.side];
    }

    HeadView render(HeadScene scene, CameraPose camera) {
        rasteriser.draw(scene, camera);
        shade(scene, camera);
        byte[] rgb = new byte[size * size * 3];
        byte[] mask = new byte[size * size];
        short[] depth = new short[size * size];
        for (int y = 0; y < size; y++) {
            for (int x = 0; x < size; x++) {
                resolve(x, y, rgb, mask);
                depth[y * size + x] = depth(x, y, camera);
            }
        }
        return new HeadView(size, camera, rgb, mask, depth);
    }

    /** Colour over white and cover of every sample. */
    private void shade(HeadScene scene, CameraPose camera) {
        float[] m = camera.cameraToWorld();
        Shader shader = new Shader(scene);
        shader.lookFrom(m[3], m[7], m[11]);
        SoftFragments soft = rasteriser.soft;
        float[] out = new float[3];
        for (int i = 0; i < cover.length; i++) {
            float opaque = rasteriser.nearness[i];
            out[0] = out[1] = out[2] = 1;
            if (opaque > 0) {
                shader.shade(rasteriser.triangle[i], rasteriser.second[i], rasteriser.third[i], out);
            }
            float red = out[0];
            float green = out[1];
            float blue = out[2];
            float covered = opaque > 0 ? 1 : 0;
            int layers = soft.any(i) ? soft.sort(i, opaque) : 0;
            for (int layer = 0; layer < layers; layer++) {
                float alpha = soft.alpha(layer);
                shader.shade(soft.triangle(layer), soft.second(layer), soft.third(layer), out);
                red += alpha * (out[0] - red);
                green += alpha * (out[1] - green);
                blue += alpha * (out[2] - blue);
                covered += alpha * (1 - covered);
            }
            colour[i * 3] = Math.min(1, red);
            colour[i * 3 + 1] = Math.min(1, green);
            colour[i * 3 + 2] = Math.min(1, blue);
            cover[i] = covered;
        }
    }

    /** The tent-weighted mean of a pixel's nine samples. */
    private void resolve(int x, int y, byte[] rgb, byte[] mask) {
        float red = 0;
        float green = 0;
        float blue = 0;
        float covered = 0;
        for (int j = 0; j < 3; j++) {
            for (int i = 0; i < 3; i++) {
                float weight = (i == 1 ? 0.5f : 0.25f) * (j == 1 ? 0.5f : 0.25f);
                int sample = (2 * y + j) * rasteriser.side + 2 * x + i;
                red += weight * colour[sample * 3];
                green += weight * colour[sample * 3 + 1];
                blue += weight * colour[sample * 3 + 2];
                covered += weight * cover[sample];
            }
        }
        int pixel = y * size + x;
        rgb[pixel * 3] = SrgbCurve.toSrgb(red);
        rgb[pixel * 3 + 1] = SrgbCurve.toSrgb(green);
        rgb[pixel * 3 + 2] = SrgbCurve.toSrgb(blue);
        mask[pixel] = (byte) Math.round(covered * 255);
    }

    private short depth(int x, int y, CameraPose camera) {
        float near = rasteriser.nearness[(2 * y + 1) * rasteriser.side + 2 * x + 1];
        if (near == 0) {
            return 0;
        }
        double dx = ((x + 0.5) / size - camera.intrinsics().centreX())
                / camera.intrinsics().focalX();
        double dy = ((y + 0.5) / size - camera.intrinsics().centreY())
                / camera.intrinsics().focalY();
        return (short) Math.round(Math.sqrt(1 + dx * dx + dy * dy) / near * PackedViews.DEPTH_SCALE);
    }
}
