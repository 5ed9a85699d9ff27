package org.balancehead.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.balancehead.model.benchmark.Figure;
import org.balancehead.model.benchmark.Machine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchReportTest {
    private static final Machine MACHINE = new Machine("Some CPU", 2, 24L << 30, "Java 17", "PyTorch 2.7.1", "cpu()");
    private static final Figure FIGURE = new Figure("views_per_second", 24.125, "views/s", 1.5, 2, "compact");

    @TempDir
    Path folder;

    @Test
    void writesTheNamesThatProgramsRead() throws IOException {
        Path file = folder.resolve("bench.json");

        new JsonFile(file).write(new BenchReport(MACHINE, List.of(FIGURE)));

        JsonNode report = new ObjectMapper().readTree(file.toFile());
        assertThat(report.at("/machine/cpu").asText()).isEqualTo("Some CPU");
        assertThat(report.at("/machine/cores").asInt()).isEqualTo(2);
        assertThat(report.at("/machine/memory").asLong()).isEqualTo(24L << 30);
        assertThat(report.at("/machine/device").asText()).isEqualTo("cpu()");
        assertThat(report.at("/figures/0/name").asText()).isEqualTo("views_per_second");
        assertThat(report.at("/figures/0/value").asDouble()).isEqualTo(24.125);
        assertThat(report.at("/figures/0/spread").asDouble()).isEqualTo(1.5);
        assertThat(report.at("/figures/0/threads").asInt()).isEqualTo(2);
        assertThat(folder).isDirectoryNotContaining("glob:**.part");
    }

    @Test
    void aLineOfTheTableHasFigureUnitAndSpread() {
        String line = BenchReport.words(FIGURE);

        assertThat(line.replaceAll(" +", " ")).isEqualTo("views_per_second 24.13 views/s ±0.75 2 threads compact");
    }
}
