package org.balancehead.model.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.balancehead.model.camera.CameraPose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackedViewsTest {
    private static final int SIZE = 4;

    @TempDir
    private Path folder;

    @Test
    void givesBackThePixelsOfThePictures() throws IOException {
        writeDataset(2, 3);

        PackedViews packed = PackedViews.open(folder);

        byte[] rgba = new byte[SIZE * SIZE * 4];
        short[] depth = new short[SIZE * SIZE];
        packed.read(1, 2, rgba);
        packed.readDepth(1, 2, depth);
        assertThat(packed.identities()).isEqualTo(2);
        assertThat(packed.views()).isEqualTo(3);
        assertThat(packed.size()).isEqualTo(SIZE);
        assertThat(packed.seed(1)).isEqualTo(1);
        assertThat(packed.rgba(1, 2, 3, 1)).isEqualTo(0x47_03_15_0a);
        assertThat(rgba).startsWith(10, 20, 3, 0x40).endsWith(10, 23, 3, 0x4f);
        assertThat(packed.depth(1, 2, 3, 1)).isEqualTo(40_000 + 7);
        assertThat(depth[7] & 0xffff).isEqualTo(40_000 + 7);
        assertThat(packed.camera(1, 2).yawDegrees()).isCloseTo(20, within(1e-4));
    }

    @Test
    void appendsIdentitiesThatWereAddedSince() throws IOException {
        writeDataset(1, 2);
        PackedViews before = PackedViews.open(folder);

        writeDataset(3, 2);
        PackedViews after = PackedViews.open(folder);

        assertThat(before.identities()).isEqualTo(1);
        assertThat(after.identities()).isEqualTo(3);
        assertThat(after.rgba(2, 1, 0, 0)).isEqualTo(0x40_03_14_14);
        assertThat(before.rgba(0, 1, 0, 0)).isEqualTo(after.rgba(0, 1, 0, 0));
    }

    @Test
    void refusesIdentitiesOfUnequalNumbersOfViews() throws IOException {
        writeDataset(2, 3);
        HeadDataset dataset = HeadDataset.open(folder);
        List<HeadDataset.View> fewer =
                new ArrayList<>(dataset.identities().get(0).views());
        fewer.add(dataset.identities().get(1).views().get(0));
        HeadDataset.writeLabels(folder, fewer);

        assertThatThrownBy(() -> PackedViews.open(folder))
                .isInstanceOf(UnusableDatasetException.class)
                .hasMessageContaining("00000001 has 1 views, the first one 3");
    }

    @Test
    void saysWhatIsMissingInAFolderThatIsNoDataset() {
        assertThatThrownBy(() -> PackedViews.open(folder))
                .isInstanceOf(UnusableDatasetException.class)
                .hasMessageContaining("no images/dataset.json");
    }

    private void writeDataset(int identities, int views) throws IOException {
        List<HeadDataset.View> all = new ArrayList<>();
        for (int i = 0; i < identities; i++) {
            for (int v = 0; v < views; v++) {
                String file = "%08d/view_%02d.png".formatted(i, v);
                all.add(new HeadDataset.View(file, CameraPose.orbit(v * 10.0, 0).label()));
                writeView(file, i);
            }
        }
        HeadDataset.writeLabels(folder, all);
    }

    private void writeView(String file, int identity) throws IOException {
        BufferedImage colour = new BufferedImage(SIZE, SIZE, BufferedImage.TYPE_INT_RGB);
        BufferedImage mask = new BufferedImage(SIZE, SIZE, BufferedImage.TYPE_BYTE_GRAY);
        BufferedImage depth = new BufferedImage(SIZE, SIZE, BufferedImage.TYPE_USHORT_GRAY);
        for (int y = 0; y < SIZE; y++) {
            for (int x = 0; x < SIZE; x++) {
                colour.setRGB(x, y, ((identity * 10) << 16) | ((20 + y) << 8) | 3);
                mask.getRaster().setSample(x, y, 0, 0x40 + y * SIZE + x);
                depth.getRaster().setSample(x, y, 0, 40_000 + y * SIZE + x);
            }
        }
        write(colour, "images", file);
        write(mask, "masks", file);
        write(depth, "depths", file);
    }

    private void write(BufferedImage image, String kind, String file) throws IOException {
        Path path = folder.resolve(kind).resolve(file);
        Files.createDirectories(path.getParent());
        ImageIO.write(image, "png", path.toFile());
    }
}
