package org.balancehead.model.reference;

import java.util.Optional;
import org.balancehead.model.checkpoint.pickle.PickledModule;
import org.balancehead.model.checkpoint.pickle.PickledTensor;
import org.balancehead.model.discriminator.DiscriminatorSettings;
import org.balancehead.model.generator.BackgroundSettings;
import org.balancehead.model.generator.GeneratorPreset;
import org.balancehead.model.generator.MappingSettings;
import org.balancehead.model.generator.RenderingSettings;
import org.balancehead.model.generator.SuperResolutionSettings;
import org.balancehead.model.generator.SynthesisSettings;
import org.balancehead.model.planes.HyPlane;
import org.balancehead.model.planes.PlaneRepresentation;
import org.balancehead.model.planes.SphereMap;
import org.balancehead.model.planes.SphericalPlanes;
import org.balancehead.model.planes.TriGrid;
import org.balancehead.model.planes.TriPlane;
import org.balancehead.model.renderer.FeatureDecoder.ColourActivation;

/** Reads a generator's sizes off the shapes of a snapshot's weights, and its options off those that it names. */
final class ReferencePresets {
    private static final String BACKBONE = "backbone.synthesis";
    private static final String MAPPING = "backbone.mapping";
    private static final String SUPER_RESOLUTION = "superresolution";
    private static final double HEAD_CROP = 0.1; // the head models' sampling scripts and training pass this margin

    private final ReferenceFamily family;
    private final ModuleFacts generator;
    private final RenderingOptions options;

    private ReferencePresets(ReferenceFamily family, ModuleFacts generator) {
        this.family = family;
        this.generator = generator;
        options = new RenderingOptions(generator);
        options.refuseWhatIsNotRendered();
    }

    /**
     * The preset of a snapshot's networks.
     *
     * @throws org.balancehead.model.checkpoint.CheckpointException when the architecture is none that is known
     */
    static GeneratorPreset of(ReferenceFamily family, PickledModule generator, Optional<PickledModule> discriminator) {
        return new ReferencePresets(family, new ModuleFacts("The generator", generator))
                .preset(discriminator.map(d -> new ModuleFacts("The discriminator", d)));
    }

    private GeneratorPreset preset(Optional<ModuleFacts> discriminator) {
        boolean background = generator.has("bcg_synthesis");
        if (family != ReferenceFamily.EG3D && background != options.flag("use_background")) {
            throw generator.refusal("has a background network that it does not use, or the reverse");
        }
        return new GeneratorPreset(
                mapping(),
                generator.has("t_mapping"),
                synthesis(BACKBONE),
                planes(),
                rendering(),
                background
                        ? Optional.of(new BackgroundSettings(
                                generator.largestBlock("bcg_synthesis"), synthesis("bcg_synthesis")))
                        : Optional.empty(),
                superResolution(),
                discriminator.map(ReferencePresets::discriminator));
    }

    private MappingSettings mapping() {
        int width = generator.extent(MAPPING + ".embed.weight", 0);
        int condition = generator.extent(MAPPING + ".embed.weight", 1);
        int latent = generator.extent(MAPPING + ".fc0.weight", 1) - width;
        double scale = options.flag("c_gen_conditioning_zero") ? 0 : options.number("c_scale", 0);
        double rate = generator.number(MAPPING + ".fc0", "bias_gain");
        return new MappingSettings(latent, condition, scale, width, generator.layers(MAPPING + ".fc"), rate);
    }

    private SynthesisSettings synthesis(String part) {
        int last = generator.largestBlock(part);
        int most = generator.extent(part + ".b4.conv1.weight", 0);
        int least = generator.extent(part + ".b" + last + ".conv1.weight", 0);
        return new SynthesisSettings(
                least < most ? least * last : most * last, most, generator.clamp(part + ".b4.conv1"));
    }

    private PlaneRepresentation planes() {
        int features = generator.extent("decoder.net.0.weight", 1);
        int side = generator.largestBlock(BACKBONE);
        int channels = generator.extent(BACKBONE + ".b4.torgb.weight", 0);
        double box = options.number("box_warp");
        return switch (family) {
            case EG3D -> new TriPlane(features, side, box, axes());
            case PANOHEAD -> new TriGrid(features, side, channels / (3 * features), box);
            case SPHEREHEAD ->
                new SphericalPlanes(features, side, box, channels, generator.extent("ConvA.0.weight", 0));
            case HYPLANEHEAD ->
                new HyPlane(
                        features,
                        channels == features ? side / 2 : side,
                        box,
                        sphereMap(),
                        channels == features ? HyPlane.Split.UNIFY : HyPlane.Split.CHANNELS);
        };
    }

    /** EG3D's third plane shows (z, x); later projects corrected its axes, which the renderer keeps. */
    private TriPlane.Axes axes() {
        if (!(generator.attribute("renderer", "plane_axes") instanceof PickledTensor axes)
                || axes.shape().length != 3) {
            throw generator.refusal("does not say what its planes' axes are");
        }
        float[] matrices = axes.values();
        boolean released = matrices.length == 27 && matrices[18 + 2] == 1 && matrices[18 + 3] == 1;
        return released ? TriPlane.Axes.RELEASED : TriPlane.Axes.ORTHOGONAL;
    }

    private SphereMap sphereMap() {
        if (!options.flag("sph2cir_flag")) {
            return SphereMap.ANGLES;
        }
        return options.flag("cir2squ_flag") ? SphereMap.SQUARE : SphereMap.DISC;
    }

    private RenderingSettings rendering() {
        boolean eg3d = family == ReferenceFamily.EG3D;
        return new RenderingSettings(
                (int) generator.number("", "neural_rendering_resolution"),
                options.number("ray_start"),
                options.number("ray_end"),
                options.count("depth_resolution"),
                options.count("depth_resolution_importance"),
                eg3d ? Optional.empty() : Optional.of(HEAD_CROP),
                generator.extent("decoder.net.0.weight", 0),
                eg3d ? ColourActivation.SIGMOID : activation(),
                generator.has("torgb"),
                generator.has("toparsing") ? Optional.of(generator.extent("toparsing.weight", 0)) : Optional.empty());
    }

    private ColourActivation activation() {
        String word = options.word("decoder_activation", "sigmoid");
        return switch (word) {
            case "none" -> ColourActivation.NONE;
            case "sigmoid" -> ColourActivation.SIGMOID;
            case "lrelu" -> ColourActivation.LEAKY_RELU;
            default -> throw generator.refusal("has a decoder that ends in '%s'".formatted(word));
        };
    }

    private SuperResolutionSettings superResolution() {
        if (!generator.has(SUPER_RESOLUTION + ".block0") || !generator.has(SUPER_RESOLUTION + ".block1")) {
            throw generator.refusal("has a super-resolution network '%s', not one of two blocks"
                    .formatted(generator.className(SUPER_RESOLUTION)));
        }
        int out = generator.extent(SUPER_RESOLUTION + ".block1.conv1.noise_const", 0);
        boolean both = !generator.className(SUPER_RESOLUTION + ".block0").equals("SynthesisBlockNoUp");
        int scale = both ? 4 : 2;
        return new SuperResolutionSettings(
                out / scale,
                scale,
                generator.extent(SUPER_RESOLUTION + ".block0.conv1.weight", 0),
                generator.extent(SUPER_RESOLUTION + ".block1.conv1.weight", 0),
                generator.clamp(SUPER_RESOLUTION + ".block0.conv0"),
                options.flag("sr_antialias"));
    }

    private static DiscriminatorSettings discriminator(ModuleFacts facts) {
        int side = facts.largestBlock("");
        int seen = facts.extent("b" + side + ".fromrgb.weight", 1);
        if (seen < 6 || facts.className("").equals("MaskDualDiscriminator")) {
            throw facts.refusal("is a %s of %d channels, which is not known".formatted(facts.className(""), seen));
        }
        int most = facts.extent("b4.fc.weight", 0);
        int least = facts.extent("b" + side + ".conv0.weight", 0);
        int group = (int) facts.number("b4.mbstd", "group_size");
        return new DiscriminatorSettings(
                seen > 6,
                Math.max(0, seen - 7),
                facts.extent("mapping.embed.weight", 1),
                least < most ? least * side : most * side,
                most,
                facts.layers("mapping.fc"),
                group,
                facts.clamp("b" + side + ".conv0"));
    }
}
