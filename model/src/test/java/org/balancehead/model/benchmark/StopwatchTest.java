package org.balancehead.model.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class StopwatchTest {
    private final AtomicLong nanos = new AtomicLong();
    private final AtomicInteger runs = new AtomicInteger();
    private final Stopwatch stopwatch = new Stopwatch(nanos::get);

    @Test
    void warmUpRunsDoNotCount() {
        Samples samples = stopwatch.measure(2, 3, () -> work(runs.incrementAndGet()));

        assertThat(runs).hasValue(5);
        assertThat(samples.median()).isEqualTo(4);
    }

    @Test
    void noFurtherRunIsBegunWhenTheyTookLongEnough() {
        stopwatch.measure(new Repetitions(1, 9, 2), () -> work(runs.incrementAndGet() > 0 ? 1 : 0));

        assertThat(runs).hasValue(1 + 2);
    }

    @Test
    void whatTakesLongerThanAllowedCountsOnce() {
        Samples samples = stopwatch.measure(new Repetitions(1, 9, 2), () -> work(60));

        assertThat(samples.median()).isEqualTo(60);
        assertThat(samples.spread()).isZero();
    }

    @Test
    void nothingIsMeasuredCold() {
        assertThatThrownBy(() -> new Repetitions(0, 1, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    private void work(int seconds) {
        nanos.addAndGet(seconds * 1_000_000_000L);
    }
}
