package org.balancehead.model.dataset.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.balancehead.model.camera.CameraPose;
import org.balancehead.model.dataset.HeadDataset;
import org.balancehead.model.dataset.UnusableDatasetException;
import org.balancehead.model.dataset.ViewDirections;
import org.balancehead.model.image.ImageFiles;
import org.balancehead.model.image.RgbImage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatasetStatisticsTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void writeTwoHeads() throws IOException {
        List<HeadDataset.View> views = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            String file = "0000000%d/view_0%d.png".formatted(i / 2, i % 2);
            Path picture = folder.resolve("images").resolve(file);
            Files.createDirectories(picture.getParent());
            ImageFiles.writePng(new RgbImage(2, 2, new byte[12]), picture);
            views.add(new HeadDataset.View(
                    file, CameraPose.orbit(i % 2 == 0 ? 1 : -100, i * 20).label()));
        }
        HeadDataset.writeLabels(folder, views);
    }

    @Test
    void countsViewsByDirectionAndIdentitiesByTrait() throws IOException {
        Files.writeString(folder.resolve("identities.json"), """
                [{"age": 34, "sex": "male", "african": 0.2, "asian": 0.5, "caucasian": 0.3, "hair": "short01",
                  "hairTint": [0.22, 0.13, 0.055], "stubble": 0.3, "hat": "none", "clothes": "suit"},
                 {"age": 39, "sex": "female", "african": 0.1, "asian": 0.1, "caucasian": 0.8, "hair": "none",
                  "hairTint": [0.22, 0.13, 0.055], "stubble": 0, "hat": "fedora", "clothes": "suit"}]
                """);

        DatasetStatistics.write(folder);

        JsonNode figures =
                new ObjectMapper().readTree(folder.resolve("statistics.json").toFile());
        assertThat(figures.path("pictures").asInt()).isEqualTo(4);
        assertThat(figures.path("identities").asInt()).isEqualTo(2);
        assertThat(figures.path("size").asInt()).isEqualTo(2);
        assertThat(figures.at("/directionCounts/6/12").asInt()).isEqualTo(1); // yaw 1°, pitch 0°
        assertThat(figures.at("/directionCounts/8/12").asInt()).isEqualTo(1); // yaw 1°, pitch 40°
        assertThat(figures.at("/directionCounts/7/5").asInt()).isEqualTo(1); // yaw −100°, pitch 20°
        assertThat(figures.at("/directionCounts/10/5").asInt()).isEqualTo(1); // yaw −100°, pitch 60°
        assertThat(figures.at("/traits/age/30 to 39").asInt()).isEqualTo(2);
        assertThat(figures.at("/traits/age/20 to 29").asInt(-1)).isZero();
        assertThat(figures.at("/traits/sex/female").asInt()).isEqualTo(1);
        assertThat(figures.at("/traits/largest share of the face/asian").asInt())
                .isEqualTo(1);
        assertThat(figures.at("/traits/hair colour/dark blond").asInt()).isEqualTo(1); // the bald head has none
        assertThat(figures.at("/traits/stubble/25 to 50 %").asInt()).isEqualTo(1);
        assertThat(figures.at("/traits/stubble/none").asInt()).isEqualTo(1);
        assertThat(figures.at("/traits/hat/fedora").asInt()).isEqualTo(1);
    }

    @Test
    void writesAPageWithItsPictures() throws IOException {
        ImageFiles.writePng(new RgbImage(1, 1, new byte[3]), folder.resolve("contact.png"));

        Path page = DatasetStatistics.write(folder);

        assertThat(Files.readString(page))
                .contains("4 pictures of 2 identities, 2×2 pixels", "50 % from the front")
                .contains("src=\"statistics-views.png\"", "src=\"contact.png\"")
                .doesNotContain("class=\"traits\"");
        assertThat(ImageFiles.read(folder.resolve("statistics-views.png")).width())
                .isGreaterThan(500);
    }

    @Test
    void refusesIdentitiesThatAreNoJson() throws IOException {
        Files.writeString(folder.resolve("identities.json"), "[{\"age\": ");

        assertThatThrownBy(() -> DatasetStatistics.write(folder))
                .isInstanceOf(UnusableDatasetException.class)
                .hasMessageContaining("identities.json of the dataset is no JSON list");
    }

    @Test
    void escapesWhatItShows() {
        Distribution trait = Distribution.ofNames("<hair>");
        trait.count("a & \"b\"");
        DatasetStatistics statistics = new DatasetStatistics(1, 1, 2, ViewDirections.of(List.of()), List.of(trait));

        String page = new StatisticsPage("<set>", statistics, false).html();

        assertThat(page)
                .contains("<h1>&lt;set&gt;</h1>", "&lt;hair&gt;", "a &amp; &quot;b&quot;")
                .doesNotContain("<set>", "<hair>");
    }

    @Test
    void showsTheMostFrequentNameFirst() {
        Distribution trait = Distribution.ofNames("hair");
        List.of("long", "bob", "short", "bob").forEach(trait::count);

        assertThat(trait.counts()).containsExactly(Map.entry("bob", 2), Map.entry("long", 1), Map.entry("short", 1));
    }

    @ParameterizedTest
    @CsvSource({
        "0.010, 0.008, 0.007, black",
        "0.022, 0.013, 0.008, dark brown",
        "0.050, 0.026, 0.012, brown",
        "0.100, 0.055, 0.025, light brown",
        "0.220, 0.130, 0.055, dark blond",
        "0.380, 0.260, 0.120, blond",
        "0.160, 0.045, 0.015, red",
        "0.260, 0.250, 0.240, grey",
        "0.500, 0.480, 0.460, white",
        "0, 0, 0, black"
    })
    void namesTheHairColoursThatHeadsAreGiven(double r, double g, double b, String name) {
        assertThat(HairColour.nameOf(r, g, b)).isEqualTo(name);
    }
}
