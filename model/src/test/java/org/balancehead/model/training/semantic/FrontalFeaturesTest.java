package org.balancehead.model.training.semantic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.balancehead.model.camera.CameraPose;
import org.balancehead.model.condition.SemanticEncoder;
import org.balancehead.model.dataset.HeadDataset;
import org.balancehead.model.dataset.SemanticFeatures;
import org.balancehead.model.dataset.UnusableDatasetException;
import org.balancehead.model.face.AlignedHead;
import org.balancehead.model.image.ImageFiles;
import org.balancehead.model.image.RgbImage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FrontalFeaturesTest {
    @TempDir
    private Path folder;

    @Test
    void describesTheFrontalPicturesInTheOrderOfTheDataset() throws IOException {
        write("b", 20, 70);
        write("a", 10, 60);
        HeadDataset.writeLabels(folder, List.of(view("b", 0), view("b", 1), view("a", 0), view("a", 1)));
        List<Integer> shown = new ArrayList<>();

        SemanticFeatures features = FrontalFeatures.of(folder, new FirstByte(), (done, total) -> shown.add(done));

        assertThat(features.encoder()).isEqualTo("first-byte");
        assertThat(features.identities()).containsExactly("b", "a");
        assertThat(features.of("b")).containsExactly(20);
        assertThat(features.of("a")).containsExactly(10);
        assertThat(shown).containsExactly(2);
    }

    @Test
    void describesMoreThanAreEncodedAtATime() throws IOException {
        List<HeadDataset.View> views = new ArrayList<>();
        for (int i = 0; i < 70; i++) {
            write("%08d".formatted(i), i);
            views.add(view("%08d".formatted(i), 0));
        }
        HeadDataset.writeLabels(folder, views);

        SemanticFeatures features = FrontalFeatures.of(folder, new FirstByte(), (done, total) -> {});

        assertThat(features.identities()).hasSize(70);
        assertThat(features.of("00000069")).containsExactly(69);
    }

    @Test
    void refusesADatasetWithoutIdentities() throws IOException {
        HeadDataset.writeLabels(folder, List.of());

        assertThatThrownBy(() -> FrontalFeatures.of(folder, new FirstByte(), (done, total) -> {}))
                .isInstanceOf(UnusableDatasetException.class)
                .hasMessageContaining("dataset.json has no labels");
    }

    @Test
    void namesAPictureThatIsMissing() throws IOException {
        HeadDataset.writeLabels(folder, List.of(view("gone", 0)));

        assertThatThrownBy(() -> FrontalFeatures.of(folder, new FirstByte(), (done, total) -> {}))
                .isInstanceOf(UnusableDatasetException.class)
                .hasMessageContaining("view_00.png is named by the dataset but missing");
    }

    private static HeadDataset.View view(String identity, int view) {
        return new HeadDataset.View(
                "%s/view_%02d.png".formatted(identity, view),
                CameraPose.orbit(0, 0).label());
    }

    /** One grey picture a view. */
    private void write(String identity, int... greys) throws IOException {
        for (int view = 0; view < greys.length; view++) {
            byte[] rgb = new byte[2 * 2 * 3];
            Arrays.fill(rgb, (byte) greys[view]);
            Path file = folder.resolve("images").resolve(view(identity, view).file());
            Files.createDirectories(file.getParent());
            ImageFiles.writePng(new RgbImage(2, 2, rgb), file);
        }
    }

    /** Describes a picture by its first number. */
    private static final class FirstByte implements SemanticEncoder {
        @Override
        public String name() {
            return "first-byte";
        }

        @Override
        public int dimension() {
            return 1;
        }

        @Override
        public float[] encode(AlignedHead frontal) {
            return encode(frontal.crop());
        }

        @Override
        public float[][] encodeAll(List<RgbImage> crops) {
            return crops.stream()
                    .map(crop -> new float[] {crop.channel(0, 0, 0)})
                    .toArray(float[][]::new);
        }

        @Override
        public void close() {}
    }
}
