package org.balancehead.model.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.balancehead.model.camera.CameraPose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetZipTest {
    private static final String VIEW = "00000007/view_00.png";

    @TempDir
    private Path place;

    private Path folder;
    private Path zip;

    @BeforeEach
    void writeAHead() throws IOException {
        folder = Files.createDirectory(place.resolve("heads"));
        zip = place.resolve("heads.zip");
        FaceFolder faces = FaceFolder.write(place.resolve("scratch"));
        faces.writePicture("../heads/images/" + VIEW, 8, 8, BufferedImage.TYPE_INT_RGB);
        faces.writePicture("../heads/masks/" + VIEW, 8, 8, BufferedImage.TYPE_BYTE_GRAY);
        faces.writePicture("../heads/depths/" + VIEW, 8, 8, BufferedImage.TYPE_USHORT_GRAY);
        HeadDataset.writeLabels(
                folder,
                List.of(new HeadDataset.View(VIEW, CameraPose.orbit(0, 0).label())));
        SemanticFeatures.of("face", List.of("00000007"), List.of(new float[] {1, 2}))
                .write(folder);
    }

    @Test
    void writesLabelsAndPicturesAtTheRootAsEg3dReadsThem() throws IOException {
        DatasetZip.write(folder, zip, false, (done, total) -> {});

        assertThat(names()).containsExactly("dataset.json", "semantic.json", "semantic.npy", VIEW);
        try (ZipFile written = new ZipFile(zip.toFile())) {
            assertThat(written.getEntry(VIEW).getMethod()).isEqualTo(ZipEntry.STORED);
        }
        assertThat(DatasetCheck.run(zip, (done, total) -> {}).usable()).isTrue();
        assertThat(SemanticFeatures.read(zip, "face").orElseThrow().of("00000007"))
                .containsExactly(1, 2);
    }

    @Test
    void writesMasksAndDepthsWhenAskedTo() throws IOException {
        DatasetZip.write(folder, zip, true, (done, total) -> {});

        assertThat(names()).contains("images/dataset.json", "images/" + VIEW, "masks/" + VIEW, "depths/" + VIEW);
        assertThat(PackedViews.open(zip).deep()).isTrue();
    }

    @Test
    void leavesNothingWhenAPictureIsMissing() throws IOException {
        Files.delete(folder.resolve("images").resolve(VIEW));

        assertThatThrownBy(() -> DatasetZip.write(folder, zip, false, (done, total) -> {}))
                .isInstanceOf(UnusableDatasetException.class)
                .hasMessageContaining(VIEW + " is named by the dataset but missing");
        assertThat(place).isDirectoryNotContaining(file -> file.toString().contains("zip"));
    }

    private List<String> names() throws IOException {
        try (ZipFile written = new ZipFile(zip.toFile())) {
            return written.stream().map(ZipEntry::getName).toList();
        }
    }
}
