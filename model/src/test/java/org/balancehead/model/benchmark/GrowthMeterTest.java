package org.balancehead.model.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.balancehead.model.plot.Panel;
import org.balancehead.model.tensor.TensorEngine;
import org.junit.jupiter.api.Test;

class GrowthMeterTest {
    private static final List<Double> SIZES = List.of(1.0, 2.0, 4.0);

    private final AtomicLong nanos = new AtomicLong();

    @Test
    void statesTheTimeAtEachSize() {
        try (TensorEngine engine = TensorEngine.onCpu()) {
            Growth growth = meter(engine).grow("view_ms", "size", SIZES, size -> session -> work(3 * size));

            assertThat(growth.points())
                    .containsExactly(new Growth.Point(1, 3, 0), new Growth.Point(2, 6, 0), new Growth.Point(4, 12, 0));
        }
    }

    @Test
    void whatIsMadeTogetherCostsItsShare() {
        try (TensorEngine engine = TensorEngine.onCpu()) {
            Growth growth = meter(engine).growTogether("planes_ms", "heads", SIZES, size -> session -> work(8));

            assertThat(growth.points()).extracting(Growth.Point::value).containsExactly(8.0, 4.0, 2.0);
        }
    }

    @Test
    void itsPlotSaysWhatItShows() {
        Growth growth = new Growth("view_ms", "tiny", 2, "rays a side", "ms", List.of(new Growth.Point(16, 3, 1)));

        Panel panel = growth.panel();

        assertThat(panel.title()).isEqualTo("view_ms of tiny, 2 threads");
        assertThat(panel.across()).isEqualTo("rays a side");
        assertThat(panel.curves().get(0).x()).containsExactly(16);
        assertThat(panel.curves().get(0).y()).containsExactly(3);
        assertThat(panel.fromZero()).isTrue();
    }

    private GrowthMeter meter(TensorEngine engine) {
        return new GrowthMeter(engine, "tiny", new Stopwatch(nanos::get), new Repetitions(1, 3, 60));
    }

    private void work(double milliseconds) {
        nanos.addAndGet((long) (milliseconds * 1e6));
    }
}
