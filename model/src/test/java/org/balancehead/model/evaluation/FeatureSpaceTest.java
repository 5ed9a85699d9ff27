package org.balancehead.model.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.balancehead.model.image.RgbImage;
import org.balancehead.model.tensor.TensorEngine;
import org.balancehead.model.tensor.TorchScriptFiles;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeatureSpaceTest {
    /** Mean colour, and, as features, twice that. */
    private static final String MEAN_COLOUR = """
            def forward(x: Tensor, return_features: bool) -> Tensor:
              y = torch.mean(torch.mul(x, 1.), [2, 3], False)
              if return_features:
                z = torch.mul(y, 2.)
              else:
                z = y
              return z
            """;

    private static TensorEngine engine;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() {
        engine = TensorEngine.onCpu();
    }

    @AfterAll
    static void stop() {
        engine.close();
    }

    @Test
    void describesPicturesTogetherAsItDoesOneByOne() {
        RgbImage first = noise(1);
        RgbImage second = noise(2);

        try (FaceResFeatures space = new FaceResFeatures(engine)) {
            float[][] together = space.features(List.of(first, second));

            assertThat(together).hasDimensions(2, 1024);
            assertThat(together[0]).hasSize(1024).containsExactly(space.features(List.of(first))[0], within(1e-4f));
            assertThat(together[1]).containsExactly(space.features(List.of(second))[0], within(1e-4f));
        }
    }

    @Test
    void looksAtTheWholePictureNotAtTheFaceAlone() {
        RgbImage picture = noise(1);
        byte[] painted = picture.rgb().clone();
        for (int i = 0; i < painted.length; i++) {
            if (i / 3 % picture.width() < picture.width() / 8) { // a strip at the left
                painted[i] = 0;
            }
        }

        try (FaceResFeatures space = new FaceResFeatures(engine)) {
            float[][] features =
                    space.features(List.of(picture, new RgbImage(picture.width(), picture.height(), painted)));

            assertThat(features[1]).isNotEqualTo(features[0]);
        }
    }

    @Test
    void takesTheFeaturesOfANetworkFromAFile() throws IOException {
        Path file = TorchScriptFiles.write(folder.resolve("mean.pt"), MEAN_COLOUR);
        RgbImage red = new RgbImage(2, 1, new byte[] {(byte) 200, 0, 10, 100, 0, 20});
        RgbImage white = new RgbImage(2, 1, new byte[] {-1, -1, -1, -1, -1, -1});

        try (InceptionFeatures space = new InceptionFeatures(engine, file)) {
            float[][] features = space.features(List.of(red, white));

            assertThat(features[0]).containsExactly(300, 0, 30);
            assertThat(features[1]).containsExactly(510, 510, 510);
        }
    }

    @Test
    void refusesAFileThatIsNoNetwork() throws IOException {
        Path text = Files.writeString(folder.resolve("text.pt"), "weights");

        assertThatThrownBy(() -> new InceptionFeatures(engine, folder.resolve("missing.pt")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageEndingWith("missing.pt is no file: give a TorchScript archive.");
        assertThatThrownBy(() -> new InceptionFeatures(engine, text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("text.pt cannot be loaded");
    }

    @Test
    void refusesANetworkThatIsCalledOtherwiseOrGivesPictures() throws IOException {
        Path other = TorchScriptFiles.write(
                folder.resolve("other.pt"), "def forward(x: Tensor) -> Tensor:\n  return torch.mul(x, 1.)\n");
        Path pictures = TorchScriptFiles.write(
                folder.resolve("pictures.pt"),
                "def forward(x: Tensor, return_features: bool) -> Tensor:\n  return torch.mul(x, 1.)\n");

        assertThatThrownBy(() -> new InceptionFeatures(engine, other))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("other.pt fails: give a network that is called with bytes [N, 3, H, W]");
        assertThatThrownBy(() -> new InceptionFeatures(engine, pictures))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("pictures.pt gives (1, 3, 64, 64) for 1 pictures: give a network");
    }

    private static RgbImage noise(long seed) {
        byte[] rgb = new byte[64 * 64 * 3];
        new Random(seed).nextBytes(rgb);
        return new RgbImage(64, 64, rgb);
    }
}
