package org.balancehead.model.generator;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import java.util.Optional;
import org.balancehead.model.discriminator.DiscriminatorSettings;
import org.balancehead.model.planes.PlaneRepresentation;
import org.balancehead.model.settings.RecordReader;
import org.balancehead.model.settings.RecordWriter;

/**
 * All sizes and options of a {@link HeadGenerator} and its discriminator, as a preset file names them
 * ({@code presets/NAME.conf}; its keys are the records' components in kebab case).
 *
 * @param cameraShift whether a network of its own moves the camera by what latent and condition say (PanoHead)
 * @param background absent where the head stands on black
 * @param discriminator absent where nothing is trained against it
 */
public record GeneratorPreset(
        MappingSettings mapping,
        boolean cameraShift,
        SynthesisSettings synthesis,
        PlaneRepresentation planes,
        RenderingSettings rendering,
        Optional<BackgroundSettings> background,
        SuperResolutionSettings superResolution,
        Optional<DiscriminatorSettings> discriminator) {
    /**
     * Reads a preset that is bundled with the program.
     *
     * @throws IllegalArgumentException when there is none of that name, or it is wrong: in one sentence
     */
    public static GeneratorPreset bundled(String name) {
        String resource = "presets/" + name + ".conf";
        if (GeneratorPreset.class.getClassLoader().getResource(resource) == null) {
            throw new IllegalArgumentException(
                    "There is no preset '%s': choose compact, tiny, balancehead-512, or one of docs/architectures.md."
                            .formatted(name));
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
        return RecordReader.read("The preset '" + name + "'", config.resolve(), GeneratorPreset.class);
    }

    /** The same preset for conditions of another length. */
    public GeneratorPreset withCondition(int condition) {
        MappingSettings m = mapping;
        MappingSettings changed =
                new MappingSettings(m.latent(), condition, m.conditionScale(), m.width(), m.layers(), m.rate());
        return new GeneratorPreset(
                changed, cameraShift, synthesis, planes, rendering, background, superResolution, discriminator);
    }

    /**
     * Reads what {@link #text} wrote. Unlike a bundled preset file, it cannot include others or name variables.
     *
     * @throws IllegalArgumentException when it is no JSON, or a key is missing, unknown or wrong: in one sentence
     */
    public static GeneratorPreset parse(String name, String text) {
        ConfigParseOptions json = ConfigParseOptions.defaults().setSyntax(ConfigSyntax.JSON);
        try {
            return RecordReader.read(
                    "The preset '" + name + "'", ConfigFactory.parseString(text, json), GeneratorPreset.class);
        } catch (ConfigException e) {
            throw new IllegalArgumentException("The preset '%s' is no JSON object.".formatted(name), e);
        }
    }

    /** This preset as JSON. */
    public String text() {
        return RecordWriter.write(this);
    }

    /** Side of the final image, in pixels. */
    public int imageSide() {
        return superResolution.scale() * superResolution.inputSide();
    }
}
