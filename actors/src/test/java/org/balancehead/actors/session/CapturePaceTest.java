package org.balancehead.actors.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CapturePaceTest {
    private static final long MILLIS = 1_000_000L;

    private final CapturePace pace = new CapturePace(10);

    @Test
    void tellsEvenlyBeforeThereAreViews() {
        pace.told(0);

        assertThat(pace.isDue(99 * MILLIS)).isFalse();
        assertThat(pace.isDue(100 * MILLIS)).isTrue();
    }

    @Test
    void tellsAsOftenAsAQuickClientAcknowledgesViews() {
        int told = 0;
        for (long now = 0; now < 10_000 * MILLIS; now += 10 * MILLIS) {
            if (now % (40 * MILLIS) == 0) {
                pace.acknowledged();
            }
            told += tellIfDue(now);
        }

        assertThat(told).isBetween(95, 100);
    }

    @Test
    void tellsASlowClientOnceForEachViewThatItAcknowledgesOrOnceASecond() {
        pace.acknowledged();
        int told = 0;
        for (long now = 0; now < 10_000 * MILLIS; now += 10 * MILLIS) {
            told += tellIfDue(now);
        }
        assertThat(told).isEqualTo(10);

        for (long now = 10_000 * MILLIS; now < 20_000 * MILLIS; now += 10 * MILLIS) {
            if (now % (500 * MILLIS) == 0) {
                pace.acknowledged();
            }
            told += tellIfDue(now);
        }
        assertThat(told).isEqualTo(30);
    }

    @Test
    void tellsEvenlyAgainWhenThereAreNoViewsAnyMore() {
        pace.acknowledged();
        pace.told(0);
        pace.withoutViews();

        assertThat(pace.isDue(100 * MILLIS)).isTrue();
    }

    private int tellIfDue(long now) {
        if (pace.isDue(now)) {
            pace.told(now);
            return 1;
        }
        return 0;
    }
}
