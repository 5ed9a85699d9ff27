package org.balancehead.actors.inference;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class HangLimitsTest {
    private final HangLimits limits = new HangLimits(5, Duration.ofSeconds(8), Duration.ofSeconds(60));

    @Test
    void givesTheMostTimeBeforeAnythingWasMeasured() {
        limits.took(Lane.RENDERING, Duration.ofMillis(14));

        assertThat(limits.of(Lane.INVERTING)).isEqualTo(Duration.ofSeconds(60));
    }

    @Test
    void goesByTheWarmUpUntilWorkWasMeasured() {
        limits.warmedUp(Lane.RENDERING, Duration.ofSeconds(3));
        limits.warmedUp(Lane.INVERTING, Duration.ofMillis(600));
        Duration first = limits.of(Lane.RENDERING);
        limits.took(Lane.RENDERING, Duration.ofSeconds(2));
        limits.warmedUp(Lane.RENDERING, Duration.ofSeconds(7)); // of the next worker

        assertThat(first).isEqualTo(Duration.ofSeconds(15));
        assertThat(limits.of(Lane.INVERTING)).isEqualTo(Duration.ofSeconds(8));
        assertThat(limits.of(Lane.RENDERING)).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void isSoManyTimesTheLongestWithinItsBounds() {
        limits.took(Lane.RENDERING, Duration.ofMillis(14));
        Duration fast = limits.of(Lane.RENDERING);
        limits.took(Lane.RENDERING, Duration.ofSeconds(4));
        limits.took(Lane.RENDERING, Duration.ofMillis(14));
        Duration slow = limits.of(Lane.RENDERING);
        limits.took(Lane.RENDERING, Duration.ofSeconds(30));
        Duration slowest = limits.of(Lane.RENDERING);

        assertThat(fast).isEqualTo(Duration.ofSeconds(8));
        assertThat(slow).isEqualTo(Duration.ofSeconds(20));
        assertThat(slowest).isEqualTo(Duration.ofSeconds(60));
    }
}
