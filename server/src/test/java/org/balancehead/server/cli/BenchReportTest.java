package org.balancehead.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.balancehead.model.benchmark.Figure;
import org.balancehead.model.benchmark.Growth;
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

    private static final Growth GROWTH = new Growth(
            "view_ms",
            "compact",
            2,
            "rays a side",
            "ms",
            List.of(new Growth.Point(64, 5.25, 0.5), new Growth.Point(128, 20, 0.5)));

    @TempDir
    Path folder;

    @Test
    void writesTheNamesThatProgramsRead() throws IOException {
        Path file = folder.resolve("bench.json");

        new JsonFile(file).write(new BenchReport(MACHINE, List.of(FIGURE, BARE), List.of(GROWTH)));

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
        assertThat(report.at("/growth/0/name").asText()).isEqualTo("view_ms");
        assertThat(report.at("/growth/0/size").asText()).isEqualTo("rays a side");
        assertThat(report.at("/growth/0/points/1/at").asDouble()).isEqualTo(128);
        assertThat(report.at("/growth/0/points/1/value").asDouble()).isEqualTo(20);
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

    @Test
    void aGrowthNamesEachSizeWithItsCost() {
        assertThat(spaced(BenchReport.words(GROWTH)))
                .isEqualTo(
                        "view_ms of compact, 2 threads, in ms against rays a side%n 64.0: 5.25 128: 20.0".formatted());
    }

    @Test
    void everyPresetsGrowthIsDrawn() {
        Growth other = new Growth("view_ms", "tiny", 1, "rays a side", "ms", GROWTH.points());

        new GrowthPlots(folder.resolve("plots")).draw(List.of(GROWTH, other));

        assertThat(folder.resolve("plots"))
                .isDirectoryContaining("glob:**/growth-compact.png")
                .isDirectoryContaining("glob:**/growth-tiny.png");
    }

    private static String spaced(String line) {
        return line.replaceAll(" +", " ");
    }
}
