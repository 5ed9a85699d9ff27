package org.balancehead.actors.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PosePhaseTest {
    private static final long MILLI = 1_000_000;
    private static final Duration PERIOD = Duration.ofMillis(40);

    private final PosePhase phase = new PosePhase();

    @Test
    void aPoseIsFreshUntilAViewShowsIt() {
        boolean before = phase.isFresh();
        phase.came(0);
        boolean come = phase.isFresh();
        phase.shown(0);

        assertThat(before).isFalse();
        assertThat(come).isTrue();
        assertThat(phase.isFresh()).isFalse();
    }

    @Test
    void aViewWaitsForAPoseThatIsNearAndForOneThatIsALittleLate() {
        comeEach80Millis();

        assertThat(phase.hold(PERIOD, 850 * MILLI)).isZero();
        assertThat(phase.hold(PERIOD, 865 * MILLI)).isEqualTo(Duration.ofMillis(25));
        assertThat(phase.hold(PERIOD, 885 * MILLI)).isEqualTo(Duration.ofMillis(5));
        assertThat(phase.hold(PERIOD, 890 * MILLI)).isZero();
    }

    @Test
    void aViewBetweenTwoPosesComesAPeriodAfterTheOneBefore() {
        comeEach80Millis();

        assertThat(phase.hold(PERIOD, 815 * MILLI)).isEqualTo(Duration.ofMillis(25));
        assertThat(phase.hold(PERIOD, 840 * MILLI)).isZero();
    }

    @Test
    void aViewDoesNotWaitWhereItHasAPoseToShowOrWhereNoneComesAnyMore() {
        comeEach80Millis();
        phase.came(880 * MILLI);

        assertThat(phase.hold(PERIOD, 881 * MILLI)).isZero();
        phase.shown(881 * MILLI);
        assertThat(phase.hold(PERIOD, 882 * MILLI)).isPositive();
        assertThat(phase.hold(PERIOD, 60_000 * MILLI)).isZero();
    }

    @Test
    void aViewDoesNotWaitBeforeItIsKnownHowOftenPosesCome() {
        assertThat(phase.hold(PERIOD, 0)).isZero();
        phase.came(0);
        phase.shown(0);

        assertThat(phase.hold(PERIOD, 10 * MILLI)).isZero();
    }

    private void comeEach80Millis() {
        for (long now = 0; now <= 800; now += 80) {
            phase.came(now * MILLI);
            phase.shown(now * MILLI);
        }
    }
}
