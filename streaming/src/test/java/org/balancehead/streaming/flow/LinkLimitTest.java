package org.balancehead.streaming.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LinkLimitTest {
    private static final long MS = 1_000_000L;

    private final LinkLimit limit = new LinkLimit(0);
    private long nowMillis;

    @Test
    void isWhatWasCarriedWhenViewsCameLate() {
        views(20, 8000, 60, 200_000, false);
        views(4, 8000, 400, 60_000, true);

        limit.steppedDown(nowMillis * MS);

        assertThat(limit.capacity()).isCloseTo(8000 / 0.12, within(1.0));
        assertThat(limit.isRaised()).isFalse();
    }

    @Test
    void isRaisedByViewsThatComeThroughFasterThanItLetsThem() {
        views(4, 8000, 400, 60_000, true);
        limit.steppedDown(nowMillis * MS);
        views(200, 2000, 53, 50_000, false); // 20 ms of delay and 33 ms of bytes
        boolean before = limit.isRaised();

        views(3, 2000, 25, 50_000, false);

        assertThat(before).isFalse();
        assertThat(limit.isRaised()).isTrue();
    }

    @Test
    void isNotRaisedByViewsThatWaitedAndNowDoNot() {
        views(4, 8000, 400, 60_000, true);
        limit.steppedDown(nowMillis * MS);
        views(20, 2000, 200, 50_000, true);

        views(200, 2000, 53, 50_000, false);

        assertThat(limit.isRaised()).isFalse();
    }

    @Test
    void isRaisedByViewsThatComeThroughAsFastAsBeforeItNarrowed() {
        views(200, 8000, 60, 200_000, false);
        views(40, 8000, 400, 60_000, true);
        limit.steppedDown(nowMillis * MS);

        views(3, 2000, 55, 50_000, false);

        assertThat(limit.isRaised()).isTrue();
    }

    @Test
    void isMeasuredAnewByATrialThatFails() {
        views(4, 8000, 400, 60_000, true);
        limit.steppedDown(nowMillis * MS);
        views(200, 2000, 53, 50_000, false);
        limit.steppedUp(nowMillis * MS);
        views(5, 4500, 300, 80_000, true);

        limit.fellBack(nowMillis * MS);
        assertThat(limit.capacity()).isCloseTo(80_000, within(1.0));
        views(50, 2000, 53, 50_000, false);
        assertThat(limit.isRaised()).isFalse();
        views(3, 2000, 25, 50_000, false);

        assertThat(limit.isRaised()).isTrue(); // what is usual below was known before the trial
    }

    @Test
    void largerViewsThatTakeLongerShowWhatTheConnectionCarries() {
        views(50, 2000, 30, 50_000, false);
        limit.steppedUp(nowMillis * MS);
        assertThat(limit.carried()).isZero();

        views(10, 4000, 40, 100_000, false);

        assertThat(limit.carried()).isCloseTo(200_000, within(1.0));
    }

    private void views(int count, int bytes, int roundTripMillis, double bytesPerSecond, boolean late) {
        nowMillis += roundTripMillis; // the first of them is sent now
        for (int i = 0; i < count; i++) {
            nowMillis += late ? 120 : 40;
            limit.passed(new Passage(nowMillis * MS, bytes, roundTripMillis * MS, bytesPerSecond, late));
        }
    }
}
