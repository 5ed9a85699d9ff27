package org.balancehead.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.balancehead.model.camera.CameraPose;
import org.balancehead.model.dataset.HeadDataset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrainCommandTest {
    private final StringWriter stderr = new StringWriter();

    @TempDir
    private Path folder;

    @Test
    void refusesAFolderThatIsNoDataset() throws IOException {
        Path data = Files.createDirectory(folder.resolve("data"));

        int code = train(data);

        assertRefusal(
                code,
                "%s is not a dataset: it has no dataset.json, neither in images/ nor beside; 'dataset synthesise' makes one."
                        .formatted(data));
    }

    @ParameterizedTest
    @CsvSource({"--steps,-1,0", "--every,0,1", "--threads,0,1"})
    void refusesNumbersOutOfRange(String option, String given, String least) throws IOException {
        int code = train(dataset(), option, given);

        assertRefusal(code, "%s %s is out of range: give %s or more.".formatted(option, given, least));
    }

    @Test
    void refusesAPresetThatThereIsNot() throws IOException {
        int code = train(dataset(), "--preset", "no-such");

        assertRefusal(
                code,
                "There is no preset 'no-such': choose compact, tiny, balancehead-512, or one of docs/architectures.md.");
    }

    @Test
    void refusesADeviceThatThereIsNot() throws IOException {
        int code = train(dataset(), "--device", "gpu99");

        assertThat(code).isEqualTo(2);
        assertThat(stderr.toString()).startsWith("There is no device 'gpu99' here: choose cpu");
    }

    @Test
    void refusesADatasetWithoutTheFeaturesOfTheCondition() throws IOException {
        Path data = dataset();

        int code = train(data, "--preset", "tiny");

        assertRefusal(
                code,
                "%s has no features of faceres: make them with 'dataset describe --data %s --encoder faceres'."
                        .formatted(data, data));
    }

    @Test
    void refusesAConditionThatThereIsNot() throws IOException {
        int code = train(dataset(), "--condition", "sideways");

        assertRefusal(code, "'sideways' is no condition: choose none, view, view+semantic, semantic.");
    }

    @Test
    void refusesToPublishToNowhere() throws IOException {
        int code = train(dataset(), "--publish", "localhost");

        assertRefusal(code, "--publish localhost is no address: give the admin port's, such as http://localhost:8081.");
    }

    @Test
    void refusesADatasetOfTooFewIdentities() throws IOException {
        int code = train(dataset());

        assertRefusal(code, "1 identities are too few for 256 components: give 186 or more.");
    }

    @Test
    void refusesARunThatIsThereAlready() throws IOException {
        Path run = Files.createDirectory(folder.resolve("run"));

        int code = train(dataset());

        assertRefusal(code, run + " exists already: add --resume to go on, or choose another folder.");
    }

    private void assertRefusal(int code, String sentence) {
        assertThat(code).isEqualTo(2);
        assertThat(stderr.toString().lines()).containsExactly(sentence);
    }

    private int train(Path data, String... more) {
        List<String> arguments =
                new ArrayList<>(List.of("train", "--data", data.toString(), "--held", data.toString()));
        arguments.addAll(List.of("--out", folder.resolve("run").toString()));
        arguments.addAll(List.of(more));
        return BalanceHeadCommand.commandLine()
                .setErr(new PrintWriter(stderr))
                .execute(arguments.toArray(String[]::new));
    }

    /** One identity of one view. */
    private Path dataset() throws IOException {
        Path data = folder.resolve("data");
        HeadDataset.View view = new HeadDataset.View(
                "00000001/view_00.png", CameraPose.orbit(0, 0).label());
        HeadDataset.writeLabels(data, List.of(view));
        HeadDataset dataset = HeadDataset.open(data);
        write(data.resolve(dataset.image(view)), BufferedImage.TYPE_INT_RGB);
        write(data.resolve(dataset.mask(view)), BufferedImage.TYPE_BYTE_GRAY);
        write(data.resolve(dataset.depth(view)), BufferedImage.TYPE_USHORT_GRAY);
        return data;
    }

    private static void write(Path file, int type) throws IOException {
        Files.createDirectories(file.getParent());
        ImageIO.write(new BufferedImage(128, 128, type), "png", file.toFile());
    }
}
