package org.balancehead.model.generator;

import ai.djl.ndarray.NDArray;
import java.util.Optional;
import org.balancehead.model.planes.PlaneRepresentation;
import org.balancehead.model.renderer.CroppedField;
import org.balancehead.model.renderer.DensityActivation;
import org.balancehead.model.renderer.FeatureDecoder;
import org.balancehead.model.renderer.FeatureDecoder.ColourActivation;
import org.balancehead.model.renderer.PointSampler;
import org.balancehead.model.renderer.RadianceField;
import org.balancehead.model.renderer.RayBundle;
import org.balancehead.model.renderer.RayMarcher;
import org.balancehead.model.renderer.RenderedRays;
import org.balancehead.model.renderer.VolumeRenderer;
import org.balancehead.model.tensor.ParameterLayout;
import org.balancehead.model.tensor.ParameterMap;
import org.balancehead.model.tensor.TensorOps;

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
    private final SynthesisNetwork synthesis;
    private final Optional<BackgroundNetwork> background;
    private final FeatureDecoder decoder;
    private final FeaturePictures pictures;
    private final SuperResolution superResolution;
    private final VolumeRenderer renderer;

    public HeadGenerator(GeneratorPreset preset) {
        this.preset = preset;
        RenderingSettings r = preset.rendering();
        int width = preset.mapping().width();
        int features = preset.planes().features();
        mapping = new MappingNetwork("mapping", preset.mapping());
        cameraShift = preset.cameraShift() ? Optional.of(new CameraShift(preset.mapping())) : Optional.empty();
        planes = preset.planes();
        synthesis = new SynthesisNetwork(
                "synthesis", width, planes.imageSide(), planes.imageChannels(), preset.synthesis());
        background = preset.background().map(b -> new BackgroundNetwork("background", width, features, b));
        decoder = new FeatureDecoder("decoder", features, r.decoderWidth(), features, r.colourActivation());
        pictures = new FeaturePictures(features, width, r);
        superResolution = new SuperResolution("super_resolution", features, width, preset.superResolution());
        renderer = new VolumeRenderer(
                new PointSampler(r.near(), r.far(), r.coarse(), r.fine(), false),
                new RayMarcher(DensityActivation.SOFTPLUS));
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
        planes.describe(layout);
        background.ifPresent(network -> network.describe(layout));
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
        NDArray image = planeImage(ops, weights, ws, true);
        NDArray behind = background.map(b -> b.synthesise(ops, weights, ws)).orElse(null);
        return new SynthesisedHead(planes.arrange(ops, weights, image), behind, ops.call("style_of", ws, -1));
    }

    /**
     * The image that the planes are cut from: {@code [N, imageChannels, imageSide, imageSide]}.
     *
     * @param noisy whether the weights' fixed noise is added
     */
    public NDArray planeImage(TensorOps ops, ParameterMap weights, NDArray ws, boolean noisy) {
        return synthesis.synthesise(ops, weights, ws, noisy);
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

    /**
     * Renders each head by its camera.
     *
     * @param labels {@code [N, 25]}, as {@code CameraPose.label()} gives them
     */
    public HeadImages render(TensorOps ops, ParameterMap weights, SynthesisedHead head, NDArray labels) {
        int side = preset.rendering().side();
        RayBundle rays = RayBundle.of(ops, labels, side);
        RenderedRays seen = renderer.render(ops, croppedField(weights, head), rays);
        NDArray opacity = ops.call("picture", seen.opacity().expandDims(2), side);
        NDArray features = stretched(ops.call("picture", seen.colour(), side));
        if (head.background() != null) {
            features = BackgroundNetwork.putBehind(ops, features, opacity, head.background());
        }
        NDArray raw = pictures.colours(ops, weights, features, head.w());
        NDArray image = superResolution.enlarge(ops, weights, raw, features, head.w());
        NDArray depth = ops.call("picture", seen.depth().expandDims(2), side);
        NDArray parsing = pictures.parsing(ops, weights, features, head.w()).orElse(null);
        return new HeadImages(image, raw, depth, ops.call("mask_of", opacity), parsing, features);
    }

    /** Composited features as pictures hold them: those that a sigmoid made are stretched from 0…1 to −1…1. */
    public NDArray stretched(NDArray colours) {
        return preset.rendering().colourActivation() == ColourActivation.SIGMOID
                ? colours.mul(2).sub(1)
                : colours;
    }
}
