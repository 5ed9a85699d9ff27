package org.balancehead.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.balancehead.model.camera.CameraPose;
import org.balancehead.model.dataset.HeadDataset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    @BeforeEach
    void writeTwoFaces() throws IOException {
        for (String file : List.of("a.png", "b.png")) {
            BufferedImage image = new BufferedImage(12, 12, BufferedImage.TYPE_INT_RGB);
            Path path = folder.resolve("images").resolve(file);
            Files.createDirectories(path.getParent());
            ImageIO.write(image, "png", path.toFile());
        }
        float[] front = CameraPose.orbit(0, 0).label();
        HeadDataset.writeLabels(
                folder, List.of(new HeadDataset.View("a.png", front), new HeadDataset.View("b.png", front)));
    }

    @Test
    void summarisesADatasetThatCanBeUsed() {
        int exit = run("check", folder);

        assertThat(exit).isZero();
        assertThat(out.toString().lines())
                .containsExactly(
                        folder
                                + " can be used: 2 pictures of 2 identities, 12×12; no masks, no depths; no semantic.npy.",
                        "Seen 100 % from the front (yaw within ±45°), 0 % from the head's left, 0 % from its right, "
                                + "0 % from behind; pitch 0° to 0°.",
                        "12 is no power of two: a discriminator cannot be trained on it.");
        assertThat(err.toString()).contains("2/2 views");
    }

    @Test
    void namesEachFileThatIsWrong() throws IOException {
        Files.write(folder.resolve("images/b.png"), new byte[9]);

        int exit = run("check", folder);

        assertThat(exit).isEqualTo(2);
        assertThat(out.toString().lines())
                .containsExactly(
                        folder.resolve("images/b.png") + " is not a PNG or JPEG picture: convert it.",
                        folder + " cannot be used: 1 troubles in 2 pictures.");
    }

    @Test
    void refusesWhatIsNoDataset() {
        int exit = run("check", folder.resolve("nowhere"));

        assertThat(exit).isEqualTo(2);
        assertThat(err.toString().lines())
                .containsExactly(
                        folder.resolve("nowhere") + " does not exist: give the folder or the zip of a dataset.");
    }

    @Test
    void zipsADatasetSoThatItCanBeChecked() {
        Path zip = folder.resolve("faces.zip");

        int exit = run("zip", folder, zip);

        assertThat(exit).isZero();
        assertThat(run("check", zip)).isZero();
        assertThat(out.toString()).contains(zip + " is written.", zip + " can be used: 2 pictures");
    }

    @Test
    void writesStatisticsBesideTheData() {
        int exit = run("statistics", folder);

        assertThat(exit).isZero();
        assertThat(out.toString().strip()).isEqualTo("See " + folder.resolve("statistics.html") + ".");
        assertThat(folder.resolve("statistics.json")).exists();
    }

    @Test
    void refusesStatisticsOfWhatIsNoDataset() {
        int exit = run("statistics", folder.resolve("nowhere"));

        assertThat(exit).isEqualTo(2);
        assertThat(err.toString()).contains("nowhere does not exist").hasLineCount(1);
        assertThat(folder.resolve("nowhere")).doesNotExist();
    }

    @Test
    void saysWhenAZipCannotBeWritten() {
        int exit = run("zip", folder, folder.resolve("nowhere/faces.zip"));

        assertThat(exit).isEqualTo(2);
        assertThat(err.toString())
                .contains("nowhere/faces.zip could not be written")
                .hasLineCount(1);
    }

    private int run(String command, Path... paths) {
        String[] arguments = new String[2 + paths.length];
        arguments[0] = "dataset";
        arguments[1] = command;
        for (int i = 0; i < paths.length; i++) {
            arguments[2 + i] = paths[i].toString();
        }
        return BalanceHeadCommand.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }
}
