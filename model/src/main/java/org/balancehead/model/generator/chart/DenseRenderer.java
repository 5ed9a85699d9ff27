package org.balancehead.model.generator.chart;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import org.balancehead.model.camera.CameraPose;
import org.balancehead.model.tensor.TensorEngine;
import org.balancehead.model.tensor.TensorOps;
import org.balancehead.model.tensor.TensorSession;

/**
 * Renders a {@link ChartHead} without any knowledge of where its surface is: the whole field at many even samples all
 * through the box. Slow, and what the {@link ChartRenderer} is held against.
 *
 * @param samples of a ray; the pictures of 384 and of 1536 differ by some 50 dB
 */
public record DenseRenderer(TensorEngine engine, ChartField field, int samples) {
    private static final int CHUNK = 256; // rays

    /**
     * Renders one head.
     *
     * @param resolution rays a side
     * @return as {@link ChartRenderer#render} gives it, for the session that is open in this thread
     */
    public NDArray render(TensorSession session, ChartHead head, CameraPose camera, int resolution) {
        CameraRays rays = CameraRays.of(camera, resolution);
        int count = resolution * resolution;
        int channels = 0;
        float[] picture = {};
        for (int from = 0; from < count; from += CHUNK) {
            int to = Math.min(count, from + CHUNK);
            float[] rows = rows(head, rays, from, to);
            channels = rows.length / (to - from);
            picture = picture.length == 0 ? new float[channels * count] : picture;
            for (int c = 0; c < channels; c++) {
                System.arraycopy(rows, c * (to - from), picture, c * count + from, to - from);
            }
        }
        return session.memory().create(picture, new Shape(1, channels, resolution, resolution));
    }

    private float[] rows(ChartHead head, CameraRays rays, int from, int to) {
        Shape shape = new Shape(1, to - from, 3);
        try (TensorSession session = engine.inference()) {
            TensorOps ops = session.ops();
            NDArray origins = session.memory().create(Arrays.copyOfRange(rays.origins(), from * 3, to * 3), shape);
            NDArray directions =
                    session.memory().create(Arrays.copyOfRange(rays.directions(), from * 3, to * 3), shape);
            NDArray range = ops.call("box_range", origins.squeeze(0), directions.squeeze(0));
            NDArray near = range.get("0:1").expandDims(2);
            NDArray span = ops.call("at_least", range.get("1:2").expandDims(2).sub(near), 0.0);
            NDArray share = session.memory().linspace(0, 1, samples).reshape(1, 1, samples);
            ChartField.RaySamples seen = field.composite(ops, head, origins, directions, near.add(span.mul(share)));
            NDArray opacity = seen.weights().sum(new int[] {2}).expandDims(1);
            NDArray distance =
                    seen.weights().mul(seen.distances()).sum(new int[] {2}).expandDims(1);
            return seen.colour().concat(opacity, 1).concat(distance, 1).toFloatArray();
        }
    }
}
