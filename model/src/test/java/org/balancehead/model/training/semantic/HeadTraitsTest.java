package org.balancehead.model.training.semantic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.balancehead.model.dataset.UnusableDatasetException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeadTraitsTest {
    private static final String RECORD = """
            {"male": 0.9, "age": 26, "african": 0.1, "asian": 0.7, "caucasian": 0.2, "skinTint": [1, 1.2, 0.9],
             "stubble": 0.13, "hair": "%s", "hairTint": [0.1, 0.05, 0], "hairScale": [0.9, 1, 1.1],
             "hairMirrored": true, "brows": "eyebrow001", "eyes": "blue_eye.png", "clothes": "suit", "hat": "%s",
             "shape": {"cheek/l-cheek-bones-out": 0.25, "cheek/r-cheek-bones-in": 0.05, "head/head-oval": 0.4,
              "chin/chin-height-min": 0.17, "expression/units/asian/mouth-open": 0.2,
              "expression/units/african/mouth-open": 0.1, "macrodetails/asian-male-young": 0.6,
              "macrodetails/universal-male-young-averagemuscle-maxweight": 0.3,
              "macrodetails/universal-male-old-minmuscle-minweight": 0.1}}
            """;

    @TempDir
    private Path folder;

    @Test
    void tellsWhatARecordHolds() throws IOException {
        HeadTraits traits = traits("bob01", "none");

        assertThat(traits.kinds())
                .containsExactly(
                        entry("brows", "eyebrow001"),
                        entry("clothes", "suit"),
                        entry("eyes", "blue_eye.png"),
                        entry("style", "bob01"));
        assertThat(traits.facts())
                .containsEntry("age", 26f)
                .containsEntry("hairScale2", 1.1f)
                .containsEntry("hairSide", 1f);
        assertThat(traits.facts().get("hairTint0")).isCloseTo((float) Math.log(0.1), within(1e-6f));
        assertThat(traits.facts().get("hairTint2")).isCloseTo((float) Math.log(1e-3), within(1e-6f));
    }

    @Test
    void foldsMorphTargetsIntoSliders() throws IOException {
        HeadTraits traits = traits("bob01", "none");

        assertThat(traits.shape())
                .containsOnlyKeys(
                        "body/muscle",
                        "body/weight",
                        "cheek/cheek-bones-out",
                        "chin/chin-height-max",
                        "expression/mouth-open",
                        "head/head-oval");
        assertThat(traits.shape().get("cheek/cheek-bones-out")).isCloseTo(0.1f, within(1e-6f));
        assertThat(traits.shape().get("chin/chin-height-max")).isCloseTo(-0.17f, within(1e-6f));
        assertThat(traits.shape().get("expression/mouth-open")).isCloseTo(0.3f, within(1e-6f));
        assertThat(traits.shape().get("body/weight")).isCloseTo(0.2f, within(1e-6f));
        assertThat(traits.shape().get("body/muscle")).isCloseTo(-0.1f, within(1e-6f));
    }

    @Test
    void namesTheHatWhereItHidesTheHair() throws IOException {
        HeadTraits traits = traits("none", "fedora");

        assertThat(traits.kinds()).containsEntry("style", "fedora");
        assertThat(traits.facts()).doesNotContainKeys("hairSide", "hairScale0").containsKey("hairTint0");
    }

    @Test
    void mirroringTurnsTheHairToTheOtherSide() throws IOException {
        HeadTraits traits = traits("bob01", "none");

        assertThat(traits.mirrored().facts()).containsEntry("hairSide", -1f).containsEntry("age", 26f);
        assertThat(traits.mirrored().mirrored()).isEqualTo(traits);
    }

    @Test
    void refusesAnIdentityWithoutRecord() {
        assertThatThrownBy(() -> HeadTraits.of(folder, List.of("00000007")))
                .isInstanceOf(UnusableDatasetException.class)
                .hasMessageEndingWith(
                        "00000007.json is missing: only what 'dataset synthesise' makes tells the traits of its heads.");
    }

    @Test
    void refusesARecordOfSomethingElse() throws IOException {
        Path record = folder.resolve("identities/00000007.json");
        Files.createDirectories(record.getParent());
        Files.writeString(record, "{\"age\": 3}");

        assertThatThrownBy(() -> HeadTraits.of(folder, List.of("00000007")))
                .isInstanceOf(UnusableDatasetException.class)
                .hasMessage(record + " is no record of a synthetic head with its shape: make the dataset anew.");
    }

    private static HeadTraits traits(String hair, String hat) throws IOException {
        return HeadTraits.of(new ObjectMapper().readTree(RECORD.formatted(hair, hat)));
    }
}
