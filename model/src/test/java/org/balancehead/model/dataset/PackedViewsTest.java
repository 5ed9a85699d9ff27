package org.balancehead.model.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
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
                .hasMessageContaining("no dataset.json, neither in images/ nor beside");
    }

    @Test
    void refusesADatasetWithoutMasksAndDepthsBeforeItPacks() throws IOException {
        FaceFolder.write(folder);

        assertThatThrownBy(() -> PackedViews.open(folder))
                .isInstanceOf(UnusableDatasetException.class)
                .hasMessage("%s has no masks and depths, which are needed here: 'dataset synthesise' makes them."
                        .formatted(folder));
        assertThat(folder.resolve("packed.lock")).doesNotExist();
    }

    @Test
    void packsPicturesAloneAsOpaqueAndFlat() throws IOException {
        FaceFolder.write(folder);

        PackedViews packed = PackedViews.openPictures(folder);

        short[] depth = new short[FaceFolder.SIZE * FaceFolder.SIZE];
        Arrays.fill(depth, (short) 1);
        packed.readDepth(3, 0, depth);
        byte[] rgba = new byte[FaceFolder.SIZE * FaceFolder.SIZE * 4];
        packed.read(3, 0, rgba);
        assertThat(packed.masked() || packed.deep()).isFalse();
        assertThat(packed.identities()).isEqualTo(4);
        assertThat(packed.name(3)).isEqualTo("00001/img00000003.png");
        assertThat(packed.rgba(3, 0, 7, 0)).isEqualTo(0xff_00_00_00);
        assertThat(packed.rgba(3, 0, 7, 1)).isEqualTo(0xff_00_00_01);
        assertThat(rgba).endsWith(1, 0, 0, 255);
        assertThat(packed.depth(3, 0, 7, 1)).isZero();
        assertThat(depth).containsOnly(0);
        assertThat(Files.size(folder.resolve("packed.bin"))).isEqualTo(4L * rgba.length);
        assertThat(PackedViews.openPictures(folder).deep()).isFalse();
    }

    @Test
    void packsAZipBesideIt() throws IOException {
        Path faces = Files.createDirectory(folder.resolve("faces"));
        Path zip = FaceFolder.write(faces).zip();

        PackedViews packed = PackedViews.openPictures(zip);

        assertThat(packed.camera(1, 0).yawDegrees()).isCloseTo(60, within(1e-4));
        assertThat(packed.rgba(0, 0, 0, 1)).isEqualTo(0xff_00_00_01);
        assertThat(folder.resolve("faces.zip.packed/packed.bin")).exists();
    }

    @Test
    void namesTheBrokenPictureAndKeepsWhatIsPacked() throws IOException {
        writeDataset(1, 2);
        PackedViews.open(folder);
        writeDataset(2, 2);
        Path broken = folder.resolve("masks/00000001/view_01.png");
        Files.write(broken, new byte[] {1, 2, 3});

        assertThatThrownBy(() -> PackedViews.open(folder))
                .isInstanceOf(UnusableDatasetException.class)
                .hasMessage(broken + " is not a PNG or JPEG picture: convert it.");
        writeDataset(1, 2);
        assertThat(PackedViews.open(folder).identities()).isEqualTo(1);
    }

    @Test
    void namesThePictureOfAnotherSize() throws IOException {
        FaceFolder.write(folder).writePicture("00001/img00000002.png", 16, 16, BufferedImage.TYPE_INT_RGB);

        assertThatThrownBy(() -> PackedViews.openPictures(folder))
                .isInstanceOf(UnusableDatasetException.class)
                .hasMessageContaining("img00000002.png is 16 pixels wide, the first picture 8");
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
