package org.balancehead.actors.inference;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class CourtesyTest {
    private static final long SECOND = 1_000_000_000L;

    private final Courtesy courtesy = new Courtesy();

    @Test
    void givesWayAtFirstAndForAsLongAsAQuarterOfACoreIsLeft() {
        assertThat(courtesy.givesWay(0)).isTrue();

        courtesy.gaveWay(Duration.ofMillis(1100), Duration.ofMillis(300), SECOND);

        assertThat(courtesy.givesWay(SECOND)).isTrue();
    }

    @Test
    void insistsForFiveSecondsAfterASecondInWhichNextToNothingWasLeft() {
        courtesy.gaveWay(Duration.ofMillis(600), Duration.ofMillis(60), SECOND);
        assertThat(courtesy.givesWay(SECOND)).isTrue();

        courtesy.gaveWay(Duration.ofMillis(600), Duration.ofMillis(60), SECOND);

        assertThat(courtesy.givesWay(SECOND)).isFalse();
        assertThat(courtesy.givesWay(5 * SECOND)).isFalse();
        assertThat(courtesy.givesWay(7 * SECOND)).isTrue();
    }

    @Test
    void forgivesAHiccup() {
        courtesy.gaveWay(Duration.ofMillis(400), Duration.ofMillis(20), SECOND);
        courtesy.gaveWay(Duration.ofMillis(700), Duration.ofMillis(600), SECOND);

        assertThat(courtesy.givesWay(SECOND)).isTrue();
    }

    @Test
    void givesWayAgainOnceThereIsEnoughForIt() {
        courtesy.gaveWay(Duration.ofMillis(1500), Duration.ofMillis(150), SECOND);
        courtesy.gaveWay(Duration.ofMillis(1500), Duration.ofMillis(1400), 7 * SECOND);

        assertThat(courtesy.givesWay(7 * SECOND)).isTrue();
    }
}
