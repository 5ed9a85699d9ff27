package org.balancehead.model.generator.chart;

import ai.djl.ndarray.NDArray;
import java.util.Random;
import org.balancehead.model.camera.CameraPose;
import org.balancehead.model.image.RgbImage;
import org.balancehead.model.tensor.ParameterMap;
import org.balancehead.model.tensor.TensorSession;

/** The compact generator's parts over one set of weights: synthesis, field, renderer. Does not own the weights. */
public final class ChartGenerator {
    private final ChartPreset preset;
    private final ChartSynthesis synthesis;
    private final ChartField field;
    private final ChartRenderer renderer;

    public ChartGenerator(ChartPreset preset, ParameterMap parameters) {
        this.preset = preset;
        synthesis = new ChartSynthesis(preset, parameters);
        field = new ChartField(parameters, preset.shellSoftness(), preset.peakDensity());
        renderer = new ChartRenderer(preset, parameters);
    }

    /** Draws all weights that the closed form does not give. */
    public static void initialise(ChartPreset preset, ParameterMap parameters, Random random) {
        ChartSynthesis.initialise(preset, parameters, random);
        ChartField.initialise(preset, parameters, random);
    }

    public ChartPreset preset() {
        return preset;
    }

    public ChartSynthesis synthesis() {
        return synthesis;
    }

    public ChartField field() {
        return field;
    }

    public ChartRenderer renderer() {
        return renderer;
    }

    /** The same w {@code [N, K]} for every layer: {@code [N, SLOTS, K]}. */
    public static NDArray everywhere(NDArray w) {
        return w.expandDims(1).repeat(1, ChartSynthesis.SLOTS);
    }

    /** Renders one head on white, without super-resolution. */
    public RgbImage picture(TensorSession session, ChartHead head, CameraPose camera, int resolution) {
        return Pictures.onWhite(renderer.render(session, head, camera, resolution), 3 + preset.fieldFeatures());
    }
}
