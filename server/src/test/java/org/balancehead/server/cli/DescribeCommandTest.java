package org.balancehead.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.balancehead.model.camera.CameraPose;
import org.balancehead.model.dataset.HeadDataset;
import org.balancehead.model.image.ImageFiles;
import org.balancehead.model.image.RgbImage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class DescribeCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    @Test
    void writesTheFeaturesBesideThePictures() throws IOException {
        Path picture = folder.resolve("images/00000001/view_00.png");
        Files.createDirectories(picture.getParent());
        ImageFiles.writePng(new RgbImage(32, 32, new byte[32 * 32 * 3]), picture);
        HeadDataset.writeLabels(
                folder,
                List.of(new HeadDataset.View(
                        "00000001/view_00.png", CameraPose.orbit(0, 0).label())));

        int exit = run("--encoder", "faceres");

        assertThat(exit).isZero();
        assertThat(out.toString()).startsWith("1 identities described by faceres, 1024 numbers each");
        assertThat(folder).isDirectoryContaining("glob:**semantic.npy").isDirectoryContaining("glob:**semantic.json");
    }

    @Test
    void refusesAFolderThatIsNoDataset() {
        assertThat(run("--encoder", "faceres")).isEqualTo(2);
        assertThat(err.toString()).contains("is not a dataset").hasLineCount(1);
    }

    @Test
    void refusesAnUnknownEncoder() {
        assertThat(run("--encoder", "dino")).isEqualTo(2);
        assertThat(err.toString().strip()).isEqualTo("'dino' is no semantic encoder: choose faceres, clip or heads.");
    }

    @Test
    void refusesClipWeightsThatAreNone() throws IOException {
        Path letter = Files.writeString(folder.resolve("letter.safetensors"), "Dear reader, this is a letter.");

        assertThat(run("--encoder", "clip", "--weights", letter.toString())).isEqualTo(2);
        assertThat(err.toString())
                .contains("letter.safetensors is no safetensors file")
                .hasLineCount(1);
    }

    private int run(String... options) {
        List<String> arguments = new ArrayList<>(List.of("dataset", "describe", "--data", folder.toString()));
        arguments.addAll(List.of(options));
        CommandLine command = BalanceHeadCommand.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true));
        return command.execute(arguments.toArray(String[]::new));
    }
}
