package org.balancehead.model.generator.chart;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import org.balancehead.model.camera.CameraPose;
import org.balancehead.model.planes.CapsuleChart;
import org.balancehead.model.tensor.ParameterMap;
import org.balancehead.model.tensor.TensorSession;

/**
 * Renders a {@link ChartHead} without gradients. The chart tells where each ray meets the surface, so that few samples
 * of the whole field suffice, and rays past the head cost nothing.
 */
public final class ChartRenderer {
    private static final int CHUNK = 4096; // rays: samples and decoder activations stay in the cache
    private static final double[] GEOMETRY = CapsuleChart.geometry();

    private final ChartPreset preset;
    private final ParameterMap parameters;

    public ChartRenderer(ChartPreset preset, ParameterMap parameters) {
        this.preset = preset;
        this.parameters = parameters;
    }

    /**
     * Renders one head.
     *
     * @param head of one identity
     * @param resolution rays a side
     * @return {@code [1, 5 + features, resolution, resolution]}: premultiplied red, green, blue 0…1, features, opacity,
     *     distance times opacity
     */
    public NDArray render(TensorSession session, ChartHead head, CameraPose camera, int resolution) {
        CameraRays rays = CameraRays.of(camera, resolution);
        int count = resolution * resolution;
        NDList chunks = new NDList();
        NDArray origins = session.memory().create(rays.origins(), new Shape(count, 3));
        NDArray directions = session.memory().create(rays.directions(), new Shape(count, 3));
        for (int from = 0; from < count; from += CHUNK) {
            String range = from + ":" + Math.min(count, from + CHUNK);
            chunks.add(chunk(session, head, origins.get(range), directions.get(range)));
        }
        return NDArrays.concat(chunks, 1).reshape(1, -1, resolution, resolution);
    }

    private NDArray chunk(TensorSession session, ChartHead head, NDArray origins, NDArray directions) {
        return session.ops()
                .call(
                        "render_chart",
                        head.map(),
                        head.planes(),
                        origins,
                        directions,
                        GEOMETRY,
                        preset.shellSoftness(),
                        preset.peakDensity(),
                        preset.coarseSamples(),
                        preset.fineSamples(),
                        parameters.get("field.hidden.weight"),
                        parameters.get("field.hidden.bias"),
                        parameters.get("field.out.weight"),
                        parameters.get("field.out.bias"));
    }
}
