package org.balancehead.actors.inference;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.balancehead.actors.SessionId;
import org.junit.jupiter.api.Test;

class CrashRecordTest {
    private static final SessionId ANNE = new SessionId("anne");
    private static final SessionId BEN = new SessionId("ben");
    private static final long WINDOW = RecoverySettings.DEFAULTS.crashWindow().toNanos();

    private final CrashRecord record = new CrashRecord(RecoverySettings.DEFAULTS);

    @Test
    void bansASessionWhoseWorkKeepsFailingHoweverMuchOfItSucceedsInBetween() {
        for (int i = 0; i < 3; i++) {
            assertThat(record.banned(ANNE, i)).isFalse();
            record.crashed(ANNE, i);
            record.succeeded(ANNE);
        }

        assertThat(record.banned(ANNE, 3)).isTrue();
        assertThat(record.banned(BEN, 3)).isFalse();
    }

    @Test
    void forgetsFailuresThatAreLongAgo() {
        record.strike(ANNE, 0);
        record.strike(ANNE, 1);
        record.strike(ANNE, 2 + WINDOW);

        assertThat(record.banned(ANNE, 3 + WINDOW)).isFalse();
    }

    @Test
    void givesTheDeviceUpAfterFiveCrashesWithoutSuccessOfAnybodyElse() {
        for (int i = 0; i < 4; i++) {
            record.crashed(i < 2 ? ANNE : null, i);
            record.succeeded(ANNE);
        }
        boolean afterFour = record.tooMany();
        record.crashed(null, 4);

        assertThat(afterFour).isFalse();
        assertThat(record.tooMany()).isTrue();
    }

    @Test
    void countsAnewWhenAnybodyElseIsServed() {
        for (int i = 0; i < 4; i++) {
            record.crashed(null, i);
        }

        record.succeeded(BEN);
        record.crashed(null, 5);

        assertThat(record.tooMany()).isFalse();
        assertThat(record.restartDelay()).isEqualTo(Duration.ofMillis(200));
    }

    @Test
    void waitsTwiceAsLongAfterEachCrashUpToABound() {
        record.crashed(null, 0);
        record.crashed(null, 1);
        Duration second = record.restartDelay();
        for (int i = 2; i < 8; i++) {
            record.crashed(null, i);
        }

        assertThat(second).isEqualTo(Duration.ofMillis(400));
        assertThat(record.restartDelay()).isEqualTo(Duration.ofSeconds(5));
    }
}
