package org.balancehead.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import org.balancehead.model.camera.CameraPose;
import org.balancehead.model.dataset.HeadDataset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EvaluateCommandTest {
    /** The checkpoint of the repository. */
    private static final String CHECKPOINT =
            Path.of("..", "checkpoints", "compact-7").toString();

    private final StringWriter stdout = new StringWriter();
    private final StringWriter stderr = new StringWriter();

    @TempDir
    private Path folder;

    @Test
    void judgesTheHeadsThatACheckpointDraws() throws IOException {
        Path json = folder.resolve("figures.json");
        Path table = folder.resolve("table.md");

        int code = evaluate(
                dataset(8),
                "--only",
                "fid",
                "--heads",
                "3",
                "--draws",
                "2",
                "--json",
                "" + json,
                "--table",
                "" + table);

        assertThat(stderr.toString()).contains("8/8 identities of the data").contains("6/6 heads");
        assertThat(code).isZero();
        assertThat(stdout.toString())
                .contains("3 heads a draw, 2 draws (mean ± standard deviation of a draw), against 8 identities of ")
                .contains("FID-front")
                .contains("semantic");
        assertThat(table).content().contains("| checkpoint | condition | FID-front |");
        JsonNode figure =
                new ObjectMapper().readTree(json.toFile()).path("figures").get(0);
        assertThat(figure.path("checkpoint").asText()).isEqualTo(CHECKPOINT);
        assertThat(figure.path("name").asText()).isEqualTo("fidFront_faceres");
        assertThat(figure.path("value").asDouble()).isPositive();
        assertThat(figure.path("spread").asDouble()).isPositive();
    }

    @Test
    void refusesADatasetThatIsTooSmallToJudgeHeadsBy() throws IOException {
        Path data = dataset(7);

        int code = evaluate(data, "--only", "fid");

        assertRefusal(code, data + " has 7 identities, too few to judge heads by: give a dataset of 8 or more.");
    }

    @ParameterizedTest
    @CsvSource({
        "--heads,1,1 heads are out of range: give 2 to 50000.",
        "--draws,0,0 draws are out of range: give 1 to 100.",
        "--identities,0,--identities 0 is out of range: give 1 or more.",
        "--inversions,-1,--inversions -1 is out of range: give 0 or more.",
        "--inception,missing.pt,missing.pt is no file: give a TorchScript archive."
    })
    void refusesOptionsThatCannotBeUsed(String option, String value, String sentence) throws IOException {
        int code = evaluate(dataset(8), "--only", "fid", option, value);

        assertRefusal(code, sentence);
    }

    @Test
    void refusesACheckpointThatIsNoneBeforeAnythingIsMeasured() throws IOException {
        int code = evaluate(dataset(8), "--checkpoint", folder.resolve("none").toString());

        assertThat(code).isEqualTo(2);
        assertThat(stderr.toString().lines()).singleElement().asString().contains("none");
    }

    private void assertRefusal(int code, String sentence) {
        assertThat(code).isEqualTo(2);
        assertThat(stderr.toString().lines()).containsExactly(sentence);
    }

    private int evaluate(Path data, String... more) {
        List<String> arguments = new ArrayList<>(List.of("evaluate", "--data", data.toString()));
        arguments.addAll(List.of("--checkpoint", CHECKPOINT));
        arguments.addAll(List.of(more));
        return BalanceHeadCommand.commandLine()
                .setOut(new PrintWriter(stdout))
                .setErr(new PrintWriter(stderr))
                .execute(arguments.toArray(String[]::new));
    }

    /** So many identities of three views: noise. */
    private Path dataset(int identities) throws IOException {
        Path data = folder.resolve("data");
        List<HeadDataset.View> views = new ArrayList<>();
        for (int i = 0; i < identities * 3; i++) {
            String file = "%08d/view_%02d.png".formatted(i / 3, i % 3);
            views.add(new HeadDataset.View(file, CameraPose.orbit(i % 3 * 60, 0).label()));
        }
        HeadDataset.writeLabels(data, views);
        HeadDataset dataset = HeadDataset.open(data);
        Random random = new Random(1);
        for (HeadDataset.View view : views) {
            write(data.resolve(dataset.image(view)), BufferedImage.TYPE_INT_RGB, random);
            write(data.resolve(dataset.mask(view)), BufferedImage.TYPE_BYTE_GRAY, random);
            write(data.resolve(dataset.depth(view)), BufferedImage.TYPE_USHORT_GRAY, random);
        }
        return data;
    }

    private static void write(Path file, int type, Random random) throws IOException {
        Files.createDirectories(file.getParent());
        BufferedImage picture = new BufferedImage(64, 64, type);
        for (int i = 0; i < 64 * 64; i++) {
            picture.setRGB(i % 64, i / 64, random.nextInt());
        }
        ImageIO.write(picture, "png", file.toFile());
    }
}
