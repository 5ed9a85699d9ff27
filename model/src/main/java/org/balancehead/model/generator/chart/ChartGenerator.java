package org.balancehead.model.generator.chart;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.balancehead.model.camera.CameraPose;
import org.balancehead.model.generator.MappingNetwork;
import org.balancehead.model.generator.MappingSettings;
import org.balancehead.model.generator.Truncation;
import org.balancehead.model.image.RgbImage;
import org.balancehead.model.tensor.ParameterLayout;
import org.balancehead.model.tensor.ParameterMap;
import org.balancehead.model.tensor.TensorEngine;
import org.balancehead.model.tensor.TensorOps;
import org.balancehead.model.tensor.TensorSession;

/** The compact generator's parts over one set of weights: synthesis, field, renderer. Does not own the weights. */
public final class ChartGenerator {
    /** Name of the conditions {@code [n, C]} that a checkpoint keeps for drawing samples. */
    public static final String CONDITIONS = "conditions";

    /** Numbers of the semantic condition. */
    public static final int CONDITION = 1024;

    private static final double MAPPING_RATE = 0.01;
    private static final double VARIATION = 0.3;

    private final ChartPreset preset;
    private final ParameterMap parameters;
    private final ChartSynthesis synthesis;
    private final ChartField field;
    private final ShellBaking baking;
    private final ChartRenderer renderer;
    private final ChartSuperResolution superResolution;

    public ChartGenerator(ChartPreset preset, ParameterMap parameters) {
        this.preset = preset;
        this.parameters = parameters;
        synthesis = new ChartSynthesis(preset, parameters);
        field = new ChartField(parameters, preset.shellSoftness(), preset.peakDensity());
        baking = new ShellBaking(preset, parameters);
        renderer = new ChartRenderer(preset);
        superResolution = new ChartSuperResolution(preset, parameters);
    }

    /** Draws all weights that the closed form does not give. */
    public static void initialise(ChartPreset preset, ParameterMap parameters, Random random) {
        ChartSynthesis.initialise(preset, parameters, random);
        ChartField.initialise(preset, parameters, random);
        ChartSuperResolution.initialise(preset, parameters, random);
    }

    /** The mapping network: z and semantic condition to w. */
    public static MappingNetwork mapping(ChartPreset preset) {
        MappingSettings settings = new MappingSettings(
                preset.zDimension(), CONDITION, 1, preset.wDimension(), preset.mappingLayers(), MAPPING_RATE);
        return new MappingNetwork("mapping", settings, preset.mappingHidden(), MappingNetwork.End.LINEAR);
    }

    /**
     * Conditions between those of several people: a share of the difference of two others is added to each. A semantic
     * feature tells a person apart from all others, and would alone decide the head; {@code [N, C]} each.
     */
    public static NDArray varied(TensorOps ops, NDArray own, NDArray from, NDArray to) {
        return own.add(ops.scaled(to.sub(from), VARIATION));
    }

    /** Draws the mapping network's weights. */
    public static void initialiseMapping(
            TensorEngine engine, ChartPreset preset, ParameterMap parameters, RandomGenerator random) {
        ParameterLayout layout = new ParameterLayout();
        mapping(preset).describe(layout);
        try (ParameterMap drawn = layout.draw(engine, random)) {
            drawn.names().forEach(name -> parameters.copy(drawn, name));
        }
    }

    /**
     * Draws w of heads like those of a condition {@code [1, C]}.
     *
     * @param psi how far w is from its average: 1 as drawn, 0 the average
     * @return {@code [1, K]}
     */
    public NDArray map(TensorSession session, Random random, NDArray condition, double psi) {
        float[] latent = new float[preset.zDimension()];
        for (int i = 0; i < latent.length; i++) {
            latent[i] = (float) random.nextGaussian();
        }
        NDArray z = session.memory().create(latent, new Shape(1, latent.length));
        MappingNetwork mapping = mapping(preset);
        NDArray w = mapping.map(session.ops(), parameters, z, condition);
        return mapping.repeat(session.ops(), parameters, w, 1, Truncation.of(psi))
                .squeeze(1);
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

    /** Bakes one head for {@link #picture} and {@link #render}; the result lives as long as the session. */
    public ChartShell bake(TensorSession session, ChartHead head) {
        return baking.bake(session.ops(), head);
    }

    /** Renders one head on white, without super-resolution. */
    public RgbImage picture(TensorSession session, ChartShell shell, CameraPose camera, int resolution) {
        return Pictures.onWhite(
                session.ops(), renderer.render(session, shell, camera, resolution), 3 + preset.fieldFeatures());
    }

    /** Renders one head on white at the preset's image size. */
    public RgbImage render(TensorSession session, ChartShell shell, CameraPose camera) {
        return render(session, List.of(new SeenShell(shell, camera))).get(0);
    }

    /** Renders heads on white at the preset's image size, in their order. */
    public List<RgbImage> render(TensorSession session, List<SeenShell> seen) {
        TensorOps ops = session.ops();
        NDArray colours = superResolution.enlarge(ops, rendering(session, seen, preset.neuralResolution()));
        return IntStream.range(0, seen.size())
                .mapToObj(i -> Pictures.of(ops, colours.get(i + ":" + (i + 1))))
                .toList();
    }

    /**
     * Renders heads for super-resolution.
     *
     * @param resolution rays a side
     * @return {@code [N, 5 + features, resolution, resolution]} as {@link ChartRenderer#render} gives them, with smooth
     *     outlines
     */
    public NDArray rendering(TensorSession session, List<SeenShell> seen, int resolution) {
        TensorOps ops = session.ops();
        if (ops.onGpu()) {
            return Outline.smoothTogether(ops, renderer.renderTogether(session, seen, resolution));
        }
        NDList renderings = new NDList();
        for (SeenShell one : seen) {
            renderings.add(Outline.smooth(ops, renderer.render(session, one.shell(), one.camera(), resolution)));
        }
        return renderings.size() == 1 ? renderings.get(0) : NDArrays.concat(renderings, 0);
    }

    public ChartSuperResolution superResolution() {
        return superResolution;
    }
}
