package org.balancehead.model.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.balancehead.model.camera.CameraPose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SemanticFeaturesTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void writeTwoIdentities() throws IOException {
        writeLabels("0002", "0001");
    }

    @Test
    void givesBackTheFeatureOfEachIdentity() throws IOException {
        features("0002", "0001").write(folder);

        SemanticFeatures read = SemanticFeatures.read(folder, "face").orElseThrow();

        assertThat(read.encoder()).isEqualTo("face");
        assertThat(read.dimension()).isEqualTo(3);
        assertThat(read.identities()).containsExactly("0002", "0001");
        assertThat(read.of(1)).containsExactly(11, 12, 13);
        assertThat(read.of("0002")).containsExactly(1, 2, 3);
        assertThat(folder.resolve("semantic.npy.part")).doesNotExist();
    }

    @Test
    void hasNoneOfAnotherEncoderOrBeforeTheyAreMade() throws IOException {
        assertThat(SemanticFeatures.read(folder, "face")).isEmpty();

        features("0002", "0001").write(folder);

        assertThat(SemanticFeatures.read(folder, "clip")).isEmpty();
    }

    @Test
    void refusesFeaturesOfOtherIdentities() throws IOException {
        features("0002", "0001").write(folder);
        writeLabels("0002", "0001", "0003");

        assertRefused("semantic.json is of 2 identities, the dataset has 3");
    }

    @Test
    void refusesFeaturesInAnotherOrder() throws IOException {
        features("0001", "0002").write(folder);

        assertRefused("semantic.json is of 2 identities, the dataset has 2 or has them in another order");
    }

    @Test
    void refusesAMatrixOfAnotherShape() throws IOException {
        features("0002", "0001").write(folder);
        new NpyFile(1, 3, new float[3]).write(folder.resolve("semantic.npy"));

        assertRefused("semantic.npy is 1×3, not 2×3 as semantic.json says");
    }

    @Test
    void refusesFeaturesThatAreNotFinite() throws IOException {
        features("0002", "0001").write(folder);
        new NpyFile(2, 3, new float[] {1, 2, 3, 4, Float.NaN, 6}).write(folder.resolve("semantic.npy"));

        assertRefused("semantic.npy: the feature of identity 0001 is not finite");
    }

    @Test
    void refusesAListOfNamesWithoutItsMatrix() throws IOException {
        features("0002", "0001").write(folder);
        Files.delete(folder.resolve("semantic.npy"));

        assertRefused("semantic.npy is missing beside semantic.json");
    }

    @Test
    void refusesAListOfNamesThatIsNoJson() throws IOException {
        Files.writeString(folder.resolve("semantic.json"), "{\"encoder\": ");

        assertRefused("semantic.json is not JSON");
    }

    @Test
    void takesNoFeatureThatIsNotFiniteOrOfAnotherDimension() {
        assertThatThrownBy(() -> SemanticFeatures.of("face", List.of("a"), List.of(new float[] {Float.NaN})))
                .hasMessageContaining("feature of a is not of 1 finite numbers");
        assertThatThrownBy(() -> SemanticFeatures.of("face", List.of("a", "b"), List.of(new float[2], new float[3])))
                .hasMessageContaining("feature of b is not of 2 finite numbers");
    }

    private void assertRefused(String words) {
        assertThatThrownBy(() -> SemanticFeatures.read(folder, "face"))
                .isInstanceOf(UnusableDatasetException.class)
                .hasMessageContaining(words);
    }

    private static SemanticFeatures features(String... names) {
        return SemanticFeatures.of("face", List.of(names), List.of(new float[] {1, 2, 3}, new float[] {11, 12, 13}));
    }

    private void writeLabels(String... names) throws IOException {
        HeadDataset.writeLabels(
                folder,
                List.of(names).stream()
                        .map(name -> new HeadDataset.View(
                                name + "/view_00.png", CameraPose.orbit(0, 0).label()))
                        .toList());
    }
}
