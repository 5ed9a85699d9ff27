package org.balancehead.model.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.balancehead.model.tensor.TensorEngine;
import org.junit.jupiter.api.Test;

class PlaneGrowthBenchmarkTest {
    @Test
    void viewsGrowWithRaysSamplesAndHeads() {
        try (TensorEngine engine = TensorEngine.onCpu()) {
            List<Growth> grown = new PlaneGrowthBenchmark(
                            engine, "tiny", new Stopwatch(System::nanoTime), new Repetitions(1, 2, 1))
                    .run();

            assertThat(grown)
                    .extracting(Growth::size)
                    .containsExactly("rays a side of the rendered picture", "samples a ray", "heads in one call");
            assertThat(grown).allSatisfy(growth -> {
                assertThat(growth.preset()).isEqualTo("tiny");
                assertThat(growth.points()).extracting(Growth.Point::at).isSorted();
                assertThat(growth.points()).allMatch(point -> point.value() > 0 && Double.isFinite(point.value()));
            });
            assertThat(grown.get(0).points()).extracting(Growth.Point::at).containsExactly(8.0, 16.0, 24.0, 32.0);
        }
    }
}
