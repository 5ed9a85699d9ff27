package org.balancehead.model.generator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import org.balancehead.model.planes.HyPlane;
import org.balancehead.model.planes.SphereMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GeneratorPresetTest {
    private static final Config TINY = ConfigFactory.parseResources("presets/tiny.conf");

    @Test
    void readsABundledPreset() {
        GeneratorPreset preset = GeneratorPreset.bundled("tiny");

        assertThat(preset.mapping()).isEqualTo(new MappingSettings(32, 32, 1, 32, 2, 0.01));
        assertThat(preset.planes()).isEqualTo(new HyPlane(16, 32, 1, SphereMap.SQUARE, HyPlane.Split.UNIFY));
        assertThat(preset.background()).contains(new BackgroundSettings(16, new SynthesisSettings(256, 8, 0)));
        assertThat(preset.imageSide()).isEqualTo(64);
    }

    @Test
    void mayLackWhatIsOptional() {
        GeneratorPreset preset = GeneratorPreset.of("mine", TINY.withoutPath("background"));

        assertThat(preset.background()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "planes.colour = red | The preset 'mine' has no key 'planes.colour'",
                "speed = 3 | The preset 'mine' has no key 'speed'",
                "mapping.width = wide | needs a whole number at 'mapping.width', not wide",
                "planes = 7 | needs a section at 'planes', not 7",
                "planes.kind = cube | cannot have 'cube' at 'planes.kind': choose one of [tri-plane, tri-grid",
                "mapping.layers = 0 | The preset 'mine' is wrong at 'mapping': A mapping network needs",
            })
    void refusesAWrongKeyInOneSentence(String line, String sentence) {
        Config config = ConfigFactory.parseString(line).withFallback(TINY);

        assertThatThrownBy(() -> GeneratorPreset.of("mine", config))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(sentence);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tiny",
                "eg3d",
                "panohead",
                "spherehead",
                "hyplanehead",
                "balancehead-512",
                "eg3d-small",
                "panohead-small",
                "spherehead-small",
                "hyplanehead-small"
            })
    void becomesTextThatIsReadAsTheSamePreset(String name) {
        GeneratorPreset preset = GeneratorPreset.bundled(name);

        assertThat(GeneratorPreset.parse("again", preset.text())).isEqualTo(preset);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "include \"presets/tiny\"",
                "include file(\"/etc/hostname\")",
                "{ \"planes\": ${HOME} }",
                "",
                "[]"
            })
    void aCheckpointsPresetNeitherIncludesNorNamesVariables(String text) {
        assertThatThrownBy(() -> GeneratorPreset.parse("theirs", text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("The preset 'theirs' ");
    }

    @Test
    void refusesAMissingKey() {
        assertThatThrownBy(() -> GeneratorPreset.of("mine", TINY.withoutPath("rendering.near")))
                .hasMessage("The preset 'mine' lacks the key 'rendering.near'.");
    }

    @Test
    void refusesAnUnknownName() {
        assertThatThrownBy(() -> GeneratorPreset.bundled("huge"))
                .hasMessage(
                        "There is no preset 'huge': choose compact, tiny, balancehead-512, or one of docs/architectures.md.");
    }
}
