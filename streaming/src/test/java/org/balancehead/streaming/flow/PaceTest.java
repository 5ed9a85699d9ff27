package org.balancehead.streaming.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class PaceTest {
    private static final long MILLI = 1_000_000;

    @Test
    void isDueAtOnceThenOnePeriodLater() {
        Pace pace = new Pace(20);

        Duration before = pace.untilDue(7 * MILLI);
        pace.spend(7 * MILLI);

        assertThat(before).isZero();
        assertThat(pace.untilDue(7 * MILLI)).isEqualTo(Duration.ofMillis(50));
        assertThat(pace.untilDue(47 * MILLI)).isEqualTo(Duration.ofMillis(10));
        assertThat(pace.untilDue(60 * MILLI)).isZero();
    }

    @Test
    void makesSmallLatenessGood() {
        Pace pace = new Pace(20);
        pace.spend(0);

        pace.spend(60 * MILLI);

        assertThat(pace.untilDue(60 * MILLI)).isEqualTo(Duration.ofMillis(40));
    }

    @Test
    void sendsNoBurstAfterAStall() {
        Pace pace = new Pace(20);
        pace.spend(0);

        pace.spend(1000 * MILLI);
        pace.spend(1000 * MILLI);

        assertThat(pace.untilDue(1000 * MILLI)).isEqualTo(Duration.ofMillis(50));
    }

    @Property
    void neverExceedsItsRateByMoreThanTwo(
            @ForAll @Size(max = 200) List<@LongRange(min = 0, max = 90) Long> waitsMillis) {
        Pace pace = new Pace(20);
        long now = 0;
        int sent = 0;
        for (long wait : waitsMillis) {
            now += wait * MILLI;
            if (pace.untilDue(now).isZero()) {
                pace.spend(now);
                sent++;
            }
        }

        assertThat(sent).isLessThanOrEqualTo((int) (now / (50 * MILLI)) + 2);
    }
}
