package org.balancehead.model.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class SamplesTest {
    @Test
    void theMedianPassesOverOutliers() {
        Samples samples = Samples.of(List.of(3.0, 1.0, 100.0, 2.0, 4.0));

        assertThat(samples.median()).isEqualTo(3);
        assertThat(samples.spread()).isEqualTo(2);
    }

    @Test
    void anEvenNumberOfRunsHasItsMedianInBetween() {
        Samples samples = Samples.of(List.of(1.0, 2.0, 3.0, 10.0));

        assertThat(samples.median()).isEqualTo(2.5);
    }

    @Test
    void ratesAreComputedForEachRun() {
        Samples seconds = Samples.of(List.of(0.1, 0.5, 0.2));

        Samples rates = seconds.map(s -> 1 / s);

        assertThat(rates.median()).isEqualTo(5);
        assertThat(rates.spread()).isEqualTo(4);
    }

    @Test
    void oneRunHasNoSpread() {
        assertThat(Samples.of(List.of(7.0)).spread()).isZero();
    }

    @Test
    void noRunIsRefused() {
        assertThatThrownBy(() -> Samples.of(List.of())).isInstanceOf(IllegalArgumentException.class);
    }
}
