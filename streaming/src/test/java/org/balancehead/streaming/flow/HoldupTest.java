package org.balancehead.streaming.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class HoldupTest {
    private static final long MILLI = 1_000_000L;

    private final Holdup holdup = new Holdup();

    @Test
    void tellsThePartOfTheLastSecond() {
        holdup.begin(5_050 * MILLI);
        holdup.end(5_350 * MILLI);

        assertThat(holdup.share(5_350 * MILLI)).isCloseTo(0.3, within(1e-9));
        assertThat(holdup.share(6_800 * MILLI)).isZero();
    }

    @Test
    void goesOnWhileItLasts() {
        holdup.begin(1_000 * MILLI);

        assertThat(holdup.share(1_250 * MILLI)).isCloseTo(0.25, within(1e-9));
        assertThat(holdup.share(60_000 * MILLI)).isCloseTo(1, within(0.1));
    }

    @Test
    void doesNotCountWhatEndedBeforeItWasDue() {
        holdup.begin(2_000 * MILLI);
        holdup.end(1_900 * MILLI);

        assertThat(holdup.share(2_500 * MILLI)).isZero();
        assertThat(holdup.takeMissed(MILLI)).isZero();
    }

    @Test
    void countsWhatWasMissedOnceAndKeepsTheRest() {
        holdup.begin(0);
        holdup.end(105 * MILLI);
        assertThat(holdup.takeMissed(40 * MILLI)).isEqualTo(2);

        holdup.begin(200 * MILLI);
        holdup.end(215 * MILLI);

        assertThat(holdup.takeMissed(40 * MILLI)).isEqualTo(1);
    }
}
