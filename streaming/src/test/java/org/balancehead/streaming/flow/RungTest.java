package org.balancehead.streaming.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.balancehead.streaming.video.Quality;
import org.junit.jupiter.api.Test;

class RungTest {
    @Test
    void viewsGetSmallerThenCoarserThenRarer() {
        assertThat(Rung.ladder(256, 24, FlowBounds.DEFAULTS))
                .containsExactly(
                        new Rung(256, Quality.FINE, 24),
                        new Rung(192, Quality.FINE, 24),
                        new Rung(128, Quality.FINE, 24),
                        new Rung(128, Quality.MEDIUM, 24),
                        new Rung(128, Quality.COARSE, 24),
                        new Rung(128, Quality.COARSE, 12),
                        new Rung(128, Quality.COARSE, 6));
    }

    @Test
    void whatWasAgreedStandsWhereItIsBelowTheBounds() {
        assertThat(Rung.ladder(64, 5, FlowBounds.DEFAULTS))
                .containsExactly(
                        new Rung(64, Quality.FINE, 5),
                        new Rung(64, Quality.MEDIUM, 5),
                        new Rung(64, Quality.COARSE, 5));
    }

    @Property
    void eachRungCostsLessThanTheOneAboveAndHasSidesThatVideoCanHave(
            @ForAll @IntRange(min = 16, max = 1024) int half,
            @ForAll @IntRange(min = 1, max = 240) int fps,
            @ForAll @IntRange(min = 16, max = 512) int least) {
        List<Rung> rungs = Rung.ladder(
                2 * half,
                fps,
                new FlowBounds(least, 6, Duration.ofMillis(150), Duration.ofMillis(50), Duration.ofSeconds(2)));

        assertThat(rungs).allMatch(rung -> rung.side() % 2 == 0 && rung.side() >= Math.min(2 * half, least));
        for (int i = 1; i < rungs.size(); i++) {
            assertThat(rungs.get(i).cost()).isLessThan(rungs.get(i - 1).cost());
        }
    }

    @Test
    void boundsOutOfRangeAreRefused() {
        assertThatThrownBy(() ->
                        new FlowBounds(8, 6, Duration.ofMillis(150), Duration.ofMillis(50), Duration.ofSeconds(2)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("leastSide is 8, but must be from 16 to 2048.");
    }
}
