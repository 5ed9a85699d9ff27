package org.balancehead.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.balancehead.model.benchmark.Figure;
import org.balancehead.model.benchmark.LimitShare;
import org.balancehead.model.benchmark.Machine;
import org.balancehead.model.benchmark.MemoryUse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchReportTest {
    private static final Machine MACHINE = new Machine("Some CPU", 2, 24L << 30, "Java 17", "PyTorch 2.7.1", "cpu()");
    private static final Figure FIGURE = new Figure(
            "views_per_second",
            24.125,
            "views/s",
            1.5,
            2,
            "compact",
            new MemoryUse(1_250_000, 90_000_000L),
            new LimitShare("matmul_gflops", 0.125));
    private static final Figure BARE = new Figure("start_to_ready_s", 7.8, "s", 0, 2, "", null, null);

    @TempDir
    Path folder;

    @Test
    void writesTheNamesThatProgramsRead() throws IOException {
        Path file = folder.resolve("bench.json");

        new JsonFile(file).write(new BenchReport(MACHINE, List.of(FIGURE, BARE)));

        JsonNode report = new ObjectMapper().readTree(file.toFile());
        assertThat(report.at("/machine/cpu").asText()).isEqualTo("Some CPU");
        assertThat(report.at("/machine/cores").asInt()).isEqualTo(2);
        assertThat(report.at("/machine/memory").asLong()).isEqualTo(24L << 30);
        assertThat(report.at("/machine/device").asText()).isEqualTo("cpu()");
        assertThat(report.at("/figures/0/name").asText()).isEqualTo("views_per_second");
        assertThat(report.at("/figures/0/value").asDouble()).isEqualTo(24.125);
        assertThat(report.at("/figures/0/spread").asDouble()).isEqualTo(1.5);
        assertThat(report.at("/figures/0/threads").asInt()).isEqualTo(2);
        assertThat(report.at("/figures/0/preset").asText()).isEqualTo("compact");
        assertThat(report.at("/figures/0/memory/heapBytes").asLong()).isEqualTo(1_250_000);
        assertThat(report.at("/figures/0/memory/nativeBytes").asLong()).isEqualTo(90_000_000);
        assertThat(report.at("/figures/0/limit/limit").asText()).isEqualTo("matmul_gflops");
        assertThat(report.at("/figures/0/limit/share").asDouble()).isEqualTo(0.125);
        assertThat(report.at("/figures/1").fieldNames())
                .toIterable()
                .containsExactly("name", "value", "unit", "spread", "threads", "preset");
        assertThat(folder).isDirectoryNotContaining("glob:**.part");
    }

    @Test
    void aLineOfTheTableHasFigureUnitSpreadMemoryAndShare() {
        assertThat(spaced(BenchReport.words(FIGURE)))
                .isEqualTo("views_per_second compact 2 24.1 ±0.750 views/s 90.0 MB 1.25 MB 13 % of matmul_gflops");
    }

    @Test
    void aLineOfTheTableLeavesOutWhatIsNotKnown() {
        assertThat(spaced(BenchReport.words(BARE))).isEqualTo("start_to_ready_s - 2 7.80 ±0.000 s");
    }

    private static String spaced(String line) {
        return line.replaceAll(" +", " ");
    }
}
