package org.balancehead.model.generator;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.util.Optional;

/**
 * All sizes and options of a {@link HeadGenerator}, as a preset file names them ({@code presets/NAME.conf}; its keys
 * are the records' components in kebab case).
 *
 * @param background absent where the head stands on black
 */
public record GeneratorPreset(
        MappingSettings mapping,
        SynthesisSettings synthesis,
        PlaneSettings planes,
        RenderingSettings rendering,
        Optional<BackgroundSettings> background,
        SuperResolutionSettings superResolution) {
    /**
     * Reads a preset that is bundled with the program.
     *
     * @throws IllegalArgumentException when there is none of that name, or it is wrong: in one sentence
     */
    public static GeneratorPreset bundled(String name) {
        String resource = "presets/" + name + ".conf";
        if (GeneratorPreset.class.getClassLoader().getResource(resource) == null) {
            throw new IllegalArgumentException("There is no preset '" + name + "'.");
        }
        return of(name, ConfigFactory.parseResources(GeneratorPreset.class.getClassLoader(), resource));
    }

    /**
     * Reads a preset.
     *
     * @param name for messages
     * @throws IllegalArgumentException when a key is missing, unknown or wrong: in one sentence
     */
    public static GeneratorPreset of(String name, Config config) {
        return PresetReader.read(name, config.resolve(), GeneratorPreset.class);
    }

    /** The same preset for conditions of another length. */
    public GeneratorPreset withCondition(int condition) {
        MappingSettings m = mapping;
        MappingSettings changed = new MappingSettings(m.latent(), condition, m.width(), m.layers(), m.rate());
        return new GeneratorPreset(changed, synthesis, planes, rendering, background, superResolution);
    }

    /** Side of the final image, in pixels. */
    public int imageSide() {
        return 4 * superResolution.inputSide();
    }
}
