package org.balancehead.model.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.balancehead.model.tensor.TensorEngine;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlaneGeneratorBenchmarkTest {
    private static final PhysicalLimits LIMITS = new PhysicalLimits(1e12, OptionalDouble.empty(), 1e12);

    /** Holes between arrays make ±20 MB; the face descriptor's weights alone would leave 14 a run. */
    private static final long LEAK_BYTES = 60 << 20;

    private static TensorEngine engine;

    @BeforeAll
    static void start() {
        engine = TensorEngine.onCpu();
    }

    @AfterAll
    static void stop() {
        engine.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"tiny", "eg3d-small", "panohead-small", "hyplanehead-small"})
    void measuresEachPartOfAnArchitecture(String preset) {
        List<Figure> figures = new ArrayList<>();

        measure(preset, figures::add);

        assertThat(figures)
                .extracting(Figure::name)
                .containsExactly(
                        "planes_ms",
                        "cache_ms",
                        "rays_ms",
                        "super_resolution_ms",
                        "view_ms",
                        "view_plain_ms",
                        "plain_agreement_db",
                        "w_step_ms",
                        "w_plus_step_ms",
                        "tuning_step_ms",
                        "discriminator_step_ms");
        assertThat(figures).allSatisfy(figure -> {
            assertThat(figure.preset()).isEqualTo(preset);
            assertThat(figure.value()).isPositive().isFinite();
            assertThat(figure.spread()).isNotNegative().isFinite();
        });
        assertThat(figures.stream().map(Figure::memory).filter(Objects::nonNull))
                .hasSize(10)
                .allSatisfy(memory -> assertThat(memory.heapBytes()).isPositive());
        assertThat(figures.stream().map(Figure::limit).filter(Objects::nonNull))
                .hasSize(7)
                .allSatisfy(limit -> assertThat(limit.share()).isPositive().isFinite());
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "only Linux tells what a process holds")
    void leavesNoMemoryBehind() {
        run(3);
        long before = held();

        run(5);

        assertThat(held() - before).isLessThan(LEAK_BYTES);
    }

    private static void run(int times) {
        for (int i = 0; i < times; i++) {
            measure("tiny", figure -> {});
        }
    }

    /** The least that the process holds after one of two runs, without garbage: where holes happen to be few. */
    private static long held() {
        return IntStream.range(0, 2)
                .mapToLong(i -> {
                    run(1);
                    System.gc();
                    return ResidentMemory.trimmed();
                })
                .min()
                .orElseThrow();
    }

    private static void measure(String preset, Consumer<Figure> report) {
        PlaneGeneratorBenchmark benchmark = new PlaneGeneratorBenchmark(
                engine, preset, LIMITS, new Stopwatch(System::nanoTime), new Repetitions(1, 1, 1), report);
        benchmark.generator();
        benchmark.discriminator();
    }
}
