package org.balancehead.model.generator;

import ai.djl.ndarray.NDArray;
import java.util.Optional;
import org.balancehead.model.planes.PlaneRepresentation;
import org.balancehead.model.renderer.CroppedField;
import org.balancehead.model.renderer.DensityActivation;
import org.balancehead.model.renderer.FeatureDecoder;
import org.balancehead.model.renderer.FeatureDecoder.ColourActivation;
import org.balancehead.model.renderer.FeatureLookup;
import org.balancehead.model.renderer.OccupancyRenderer;
import org.balancehead.model.renderer.PointSampler;
import org.balancehead.model.renderer.RadianceField;
import org.balancehead.model.renderer.RayBundle;
import org.balancehead.model.renderer.RayMarcher;
import org.balancehead.model.renderer.RenderedRays;
import org.balancehead.model.renderer.VolumeRenderer;
import org.balancehead.model.tensor.ParameterLayout;
import org.balancehead.model.tensor.ParameterMap;
import org.balancehead.model.tensor.TensorOps;
import org.jspecify.annotations.Nullable;

/**
 * A 3D generator of heads: maps a latent and a condition to w, synthesises feature planes, renders them, and enlarges
 * the picture (EG3D, CVPR 2022, figure 2).
 *
 * <p>Structure only, and stateless: every call takes the weights, so that averages and tuned copies share it.
 */
public final class HeadGenerator {
    /** Name of the conditions' standard deviations in the data that the generator was trained on. */
    public static final String LABEL_DEVIATION = "label_deviation";

    private final GeneratorPreset preset;
    private final MappingNetwork mapping;
    private final Optional<CameraShift> cameraShift;
    private final PlaneRepresentation planes;
    private final HeadSynthesis synthesis;
    private final FeatureDecoder decoder;
    private final FeaturePictures pictures;
    private final SuperResolution superResolution;
    private final VolumeRenderer renderer;
    private final OccupancyRenderer fastRenderer;

    /** A generator whose samples stand in the middles of their strata. */
    public HeadGenerator(GeneratorPreset preset) {
        this(preset, false);
    }

    /** A generator for training: samples are drawn within their strata, as the engine's random numbers fall. */
    public static HeadGenerator withRandomSamples(GeneratorPreset preset) {
        return new HeadGenerator(preset, true);
    }

    private HeadGenerator(GeneratorPreset preset, boolean randomSamples) {
        this.preset = preset;
        RenderingSettings r = preset.rendering();
        int width = preset.mapping().width();
        int features = preset.planes().features();
        mapping = new MappingNetwork("mapping", preset.mapping());
        cameraShift = preset.cameraShift() ? Optional.of(new CameraShift(preset.mapping())) : Optional.empty();
        planes = preset.planes();
        synthesis = new HeadSynthesis(preset);
        decoder = new FeatureDecoder("decoder", features, r.decoderWidth(), features, r.colourActivation());
        pictures = new FeaturePictures(features, width, r);
        superResolution = new SuperResolution("super_resolution", features, width, preset.superResolution());
        PointSampler sampler = new PointSampler(r.near(), r.far(), r.coarse(), r.fine(), randomSamples);
        renderer = new VolumeRenderer(sampler, new RayMarcher(DensityActivation.SOFTPLUS));
        double limit =
                r.cropMargin().map(margin -> planes.boxSide() / 2 - margin).orElse(Double.POSITIVE_INFINITY);
        fastRenderer =
                new OccupancyRenderer(decoder, limit, planes.boxSide(), sampler.withFine(Math.max(r.fine() / 2, 4)));
    }

    /** What makes planes and background. */
    public HeadSynthesis synthesis() {
        return synthesis;
    }

    /** What makes w. */
    public MappingNetwork mapping() {
        return mapping;
    }

    /** The renderer of the preset's samples. */
    public VolumeRenderer renderer() {
        return renderer;
    }

    public GeneratorPreset preset() {
        return preset;
    }

    /** How many layers take a w of their own, L. */
    public int layers() {
        return synthesis.layers();
    }

    /** Which weights it needs. */
    public ParameterLayout layout() {
        ParameterLayout layout = new ParameterLayout();
        mapping.describe(layout);
        if (preset.mapping().condition() > 0) {
            layout.untrained(LABEL_DEVIATION, 0, preset.mapping().condition());
        }
        cameraShift.ifPresent(network -> network.describe(layout));
        synthesis.describe(layout);
        decoder.describe(layout);
        pictures.describe(layout);
        superResolution.describe(layout);
        return layout;
    }

    /**
     * Maps latents and conditions.
     *
     * @param latent {@code [N, latent]}
     * @param condition {@code [N, condition]}
     * @return one w for each layer: {@code [N, L, W]}
     */
    public NDArray map(TensorOps ops, ParameterMap weights, NDArray latent, NDArray condition, Truncation truncation) {
        NDArray w = mapping.map(ops, weights, latent, condition);
        return mapping.repeat(ops, weights, w, layers(), truncation);
    }

    /**
     * Camera labels, moved by what latents and conditions say where this generator learned that, else as they are.
     *
     * @param labels {@code [N, 25]}
     */
    public NDArray shiftCamera(
            TensorOps ops,
            ParameterMap weights,
            NDArray labels,
            NDArray latent,
            NDArray condition,
            Truncation truncation) {
        return cameraShift
                .map(network -> network.shift(ops, weights, labels, latent, condition, truncation))
                .orElse(labels);
    }

    /** Synthesises what does not depend on the camera, from {@code [N, L, W]}. */
    public SynthesisedHead synthesise(TensorOps ops, ParameterMap weights, NDArray ws) {
        return synthesis.synthesise(ops, weights, ws);
    }

    /** The head as a field of density and colour features, nothing cropped. */
    public RadianceField field(ParameterMap weights, SynthesisedHead head) {
        return (ops, points) -> decoder.decode(ops, weights, planes.features(ops, head.planes(), points));
    }

    /** The head's field as it is rendered: without what stands near the sides of the box. */
    public RadianceField croppedField(ParameterMap weights, SynthesisedHead head) {
        RadianceField whole = field(weights, head);
        return preset.rendering()
                .cropMargin()
                .<RadianceField>map(margin -> new CroppedField(whole, planes.boxSide() / 2 - margin))
                .orElse(whole);
    }

    /** What rays see of each head, features as the decoder gives them. */
    public RenderedRays see(TensorOps ops, ParameterMap weights, SynthesisedHead head, RayBundle rays) {
        return renderer.render(ops, croppedField(weights, head), rays);
    }

    /**
     * The colours of pixels of N pictures, as the raw picture has them.
     *
     * @param seen what the pixels' rays see, R of each head
     * @param behind the background at these pixels, or null without one: {@code [N, C, 1, R]}
     * @return about −1…1: {@code [N, 3, 1, R]}
     */
    public NDArray pixels(
            TensorOps ops, ParameterMap weights, SynthesisedHead head, RenderedRays seen, @Nullable NDArray behind) {
        NDArray features = stretched(ops, seen.colour().transpose(0, 2, 1).expandDims(2));
        if (behind != null) {
            NDArray gap = ops.scaled(seen.opacity().expandDims(1).expandDims(1), -1, 1);
            features = features.add(behind.mul(gap));
        }
        return pictures.colours(ops, weights, features, head.w());
    }

    /**
     * Makes what the fast renderer needs, once for many views; one head, without gradients. Of the samples of a ray, it
     * takes the coarse ones off a volume, and half as many fine ones, all of which find something.
     *
     * @throws org.balancehead.model.tensor.NotFiniteException when the head is of numbers that are none
     */
    public CachedHead cache(TensorOps ops, ParameterMap weights, SynthesisedHead head) {
        ops.requireFinite("A head", head.planes(), head.w());
        NDArray table = planes.table(ops, head.planes());
        NDArray occupancy = fastRenderer.occupancy(ops, weights, lookup(table));
        return new CachedHead(head, table, occupancy, superResolution.styled(ops, weights, head.w()));
    }

    private FeatureLookup lookup(NDArray table) {
        return (ops, points) -> planes.gather(ops, table, points);
    }

    /** What rays see of a cached head, by the fast renderer. */
    public RenderedRays see(TensorOps ops, ParameterMap weights, CachedHead cached, RayBundle rays) {
        return fastRenderer.see(ops, weights, lookup(cached.table()), cached.occupancy(), rays);
    }

    /**
     * What rays see of one head, with gradients by its planes and the decoder's weights. Where to look is found without
     * gradients; what is found there alone is composited.
     */
    public RenderedRays seeDifferentiably(TensorOps ops, ParameterMap weights, SynthesisedHead head, RayBundle rays) {
        NDArray table = planes.table(ops, head.planes());
        return fastRenderer.seeDifferentiably(ops, weights, lookup(table), lookup(ops.call("still", table)), rays);
    }

    /** Renders a cached head by a camera {@code [1, 25]}, without gradients. */
    public HeadImages render(TensorOps ops, ParameterMap weights, CachedHead cached, NDArray label) {
        RawImages seen = renderRaw(ops, weights, cached, label);
        return images(seen, enlarge(ops, cached, seen));
    }

    /** Enlarges the raw picture of a cached head, without gradients: {@code [1, 3, H, H]}. */
    public NDArray enlarge(TensorOps ops, CachedHead cached, RawImages seen) {
        return cached.superResolution().enlarge(ops, seen);
    }

    /** Renders a cached head by a camera {@code [1, 25]} on white, 0…1, without gradients: {@code [1, 3, H, H]}. */
    public NDArray renderOnWhite(TensorOps ops, ParameterMap weights, CachedHead cached, NDArray label) {
        return cached.superResolution().enlargeOnWhite(ops, renderRaw(ops, weights, cached, label));
    }

    /** Renders a cached head by a camera {@code [1, 25]}, without gradients and super-resolution. */
    public RawImages renderRaw(TensorOps ops, ParameterMap weights, CachedHead cached, NDArray label) {
        RenderedRays seen = see(
                ops,
                weights,
                cached,
                RayBundle.of(ops, label, preset.rendering().side()));
        return pictures(ops, weights, cached.head(), seen, preset.rendering().side());
    }

    /**
     * Renders each head by its camera.
     *
     * @param labels {@code [N, 25]}, as {@code CameraPose.label()} gives them
     */
    public HeadImages render(TensorOps ops, ParameterMap weights, SynthesisedHead head, NDArray labels) {
        return render(ops, weights, head, labels, preset.rendering().side());
    }

    /** The same with so many rays a side. */
    public HeadImages render(TensorOps ops, ParameterMap weights, SynthesisedHead head, NDArray labels, int side) {
        RawImages seen = renderRaw(ops, weights, head, labels, side);
        return images(seen, superResolution.enlarge(ops, weights, seen.raw(), seen.features(), head.w()));
    }

    private static HeadImages images(RawImages seen, NDArray image) {
        return new HeadImages(image, seen.raw(), seen.depth(), seen.mask(), seen.parsing(), seen.features());
    }

    /** Renders each head by its camera, without super-resolution. */
    public RawImages renderRaw(TensorOps ops, ParameterMap weights, SynthesisedHead head, NDArray labels) {
        return renderRaw(ops, weights, head, labels, preset.rendering().side());
    }

    private RawImages renderRaw(TensorOps ops, ParameterMap weights, SynthesisedHead head, NDArray labels, int side) {
        RayBundle rays = RayBundle.of(ops, labels, side);
        return pictures(ops, weights, head, see(ops, weights, head, rays), side);
    }

    private RawImages pictures(TensorOps ops, ParameterMap weights, SynthesisedHead head, RenderedRays seen, int side) {
        NDArray opacity = ops.call("picture", seen.opacity().expandDims(2), side);
        NDArray features = stretched(ops, ops.call("picture", seen.colour(), side));
        if (head.background() != null) {
            features = BackgroundNetwork.putBehind(ops, features, opacity, head.background());
        }
        NDArray raw = pictures.colours(ops, weights, features, head.w());
        NDArray depth = ops.call("picture", seen.depth().expandDims(2), side);
        NDArray parsing = pictures.parsing(ops, weights, features, head.w()).orElse(null);
        return new RawImages(raw, depth, ops.call("mask_of", opacity), parsing, features);
    }

    /** Composited features as pictures hold them: those that a sigmoid made are stretched from 0…1 to −1…1. */
    public NDArray stretched(TensorOps ops, NDArray colours) {
        return preset.rendering().colourActivation() == ColourActivation.SIGMOID ? ops.scaled(colours, 2, -1) : colours;
    }
}
