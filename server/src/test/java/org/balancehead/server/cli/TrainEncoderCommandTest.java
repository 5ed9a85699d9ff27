package org.balancehead.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.balancehead.model.camera.CameraPose;
import org.balancehead.model.dataset.HeadDataset;
import org.balancehead.model.image.ImageFiles;
import org.balancehead.model.image.RgbImage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class TrainEncoderCommandTest {
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    @Test
    void refusesAFolderThatIsNoDataset() {
        assertThat(train()).isEqualTo(2);
        assertThat(err.toString()).contains("is not a dataset").hasLineCount(1);
    }

    @Test
    void refusesADatasetThatDoesNotTellTraits() throws IOException {
        writePictures(0);

        assertThat(train()).isEqualTo(2);
        assertThat(err.toString())
                .contains("00000001.json is missing: only what 'dataset synthesise' makes tells")
                .hasLineCount(1);
    }

    @Test
    void refusesNumbersOutOfRange() {
        assertThat(train("--steps", "0")).isEqualTo(2);
        assertThat(err.toString()).startsWith("0 steps within").hasLineCount(1);
        assertThat(train("--minutes", "0")).isEqualTo(2);
        assertThat(train("--batch", "1")).isEqualTo(2);
        assertThat(train("--threads", "0")).isEqualTo(2);
        assertThat(err.toString())
                .endsWith("--threads 0 is out of range: give 1 or more.\n")
                .hasLineCount(4);
    }

    @Test
    void retrievalWritesItsFigures() throws IOException {
        writePictures(0, 200);
        Path json = folder.resolve("figures.json");

        int exit = run(
                "dataset", "retrieval", "--data", folder.toString(), "--encoder", "heads", "--json", json.toString());

        assertThat(exit).isZero();
        assertThat(json).content().contains("\"queries\" : 8").contains("\"gallery\" : 2");
    }

    @Test
    void retrievalRefusesASingleHead() throws IOException {
        writePictures(90);

        assertThat(run("dataset", "retrieval", "--data", folder.toString(), "--encoder", "heads"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("There is nobody to tell a head apart from: give two heads or more.");
    }

    @Test
    void retrievalRefusesADatasetThatDoesNotTellTraits() throws IOException {
        writePictures(0);

        int exit = run(
                "dataset",
                "retrieval",
                "--data",
                folder.toString(),
                "--among",
                folder.toString(),
                "--encoder",
                "faceres");

        assertThat(exit).isEqualTo(2);
        assertThat(err.toString().lines().toList())
                .last()
                .asString()
                .contains("00000001.json is missing: only what 'dataset synthesise' makes tells");
    }

    @Test
    void retrievalRefusesAnUnknownEncoder() {
        assertThat(run("dataset", "retrieval", "--data", folder.toString(), "--encoder", "dino"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("'dino' is no semantic encoder").hasLineCount(1);
    }

    /** Heads that are even squares of such greys, without records. */
    private void writePictures(int... greys) throws IOException {
        List<HeadDataset.View> views = new ArrayList<>();
        for (int i = 0; i < greys.length; i++) {
            byte[] rgb = new byte[32 * 32 * 3];
            Arrays.fill(rgb, (byte) greys[i]);
            String file = "%08d/view_00.png".formatted(i + 1);
            for (String kind : List.of("images", "masks")) {
                Path picture = folder.resolve(kind).resolve(file);
                Files.createDirectories(Objects.requireNonNull(picture.getParent()));
                ImageFiles.writePng(new RgbImage(32, 32, rgb), picture);
            }
            views.add(new HeadDataset.View(file, CameraPose.orbit(0, 0).label()));
        }
        HeadDataset.writeLabels(folder, views);
    }

    private int train(String... options) {
        String[] arguments = new String[options.length + 5];
        arguments[0] = "train-encoder";
        arguments[1] = "--data";
        arguments[2] = folder.toString();
        arguments[3] = "--out";
        arguments[4] = folder.resolve("heads.safetensors").toString();
        System.arraycopy(options, 0, arguments, 5, options.length);
        return run(arguments);
    }

    private int run(String... arguments) {
        CommandLine command = BalanceHeadCommand.commandLine().setErr(new PrintWriter(err, true));
        return command.execute(arguments);
    }
}
