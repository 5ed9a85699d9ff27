package org.balancehead.actors.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.OptionalDouble;
import org.balancehead.actors.deployment.CanaryVerdict.Promote;
import org.balancehead.actors.deployment.CanaryVerdict.RollBack;
import org.balancehead.actors.deployment.CanaryVerdict.Wait;
import org.junit.jupiter.api.Test;

class CanaryJudgeTest {
    private static final Duration EARLY = Duration.ofSeconds(3);
    private static final Duration OVER = Duration.ofSeconds(30);
    private static final Observed NOTHING =
            new Observed(0, 0, OptionalDouble.empty(), 0, OptionalDouble.empty(), OptionalDouble.empty());

    private final CanaryJudge judge = new CanaryJudge(CanarySettings.DEFAULTS);

    @Test
    void waitsWhileNothingSpeaksAgainstIt() {
        assertThat(verdict(EARLY, seen(1000, 0, 12, 5, 24), seen(9000, 0, 12, 5, 24)))
                .isEqualTo(new Wait());
    }

    @Test
    void promotesWhatHeldForItsTimeAndSaysByWhat() {
        assertThat(verdict(OVER, seen(1000, 0, 12, 5, 24), seen(9000, 0, 11, 5, 24.5)))
                .isEqualTo(new Promote(
                        "It held for 30 s: 1000 views, 0 failures; p95 of rendering 12.0 ms against 11.0 ms;"
                                + " median PSNR 24.0 dB against 24.5 dB."));
    }

    @Test
    void promotesOnTheGoldenViewAloneWhenNobodyCame() {
        assertThat(verdict(EARLY, NOTHING, NOTHING)).isEqualTo(new Wait());
        assertThat(verdict(OVER, NOTHING, seen(9000, 0, 11, 5, 24)))
                .isEqualTo(new Promote("Nobody came to try it within 30 s: promoted on its golden view alone."));
    }

    @Test
    void rollsBackAtOnceWhatFails() {
        assertThat(verdict(EARLY, seen(50, 1, 12, 0, 0), NOTHING))
                .isEqualTo(new RollBack("It failed 1 times in 50 views: at most 1.0 % may fail (max-error-rate)."));
        assertThat(verdict(EARLY, seen(500, 1, 12, 0, 0), NOTHING)).isEqualTo(new Wait());
    }

    @Test
    void rollsBackWhatIsClearlySlowerOnceThereAreViewsEnough() {
        assertThat(verdict(EARLY, seen(199, 0, 60, 0, 0), seen(9000, 0, 30, 0, 0)))
                .isEqualTo(new Wait());
        assertThat(verdict(EARLY, seen(200, 0, 60, 0, 0), seen(9000, 0, 30, 0, 0)))
                .isEqualTo(
                        new RollBack("It renders too slowly: p95 is 60.0 ms, against 30.0 ms of the version that serves"
                                + " (latency-factor 1.5)."));
        assertThat(verdict(EARLY, seen(200, 0, 45, 0, 0), seen(9000, 0, 30, 0, 0)))
                .isEqualTo(new Wait());
    }

    @Test
    void forgivesMillisecondsWhereViewsTakeAsFew() {
        assertThat(verdict(OVER, seen(500, 0, 9, 0, 0), seen(9000, 0, 1, 0, 0))).isInstanceOf(Promote.class);
    }

    @Test
    void rollsBackWhatMakesWorseAvatarsThanTheVersionThatServes() {
        assertThat(verdict(EARLY, seen(10, 0, 9, 3, 22.4), seen(900, 0, 9, 3, 24)))
                .isEqualTo(new RollBack("Its avatars are too bad: the median PSNR is 22.40 dB, and must be 22.50 by the"
                        + " version that serves."));
        assertThat(verdict(EARLY, seen(10, 0, 9, 2, 10), seen(900, 0, 9, 3, 24)))
                .isEqualTo(new Wait());
        assertThat(verdict(EARLY, seen(10, 0, 9, 3, 10), seen(900, 0, 9, 2, 24)))
                .isEqualTo(new Wait());
    }

    private CanaryVerdict verdict(Duration elapsed, Observed canary, Observed serving) {
        return judge.judge(elapsed, canary, serving);
    }

    private static Observed seen(long views, long errors, double p95, int avatars, double psnr) {
        return new Observed(
                views,
                errors,
                OptionalDouble.of(p95),
                avatars,
                avatars == 0 ? OptionalDouble.empty() : OptionalDouble.of(psnr),
                avatars == 0 ? OptionalDouble.empty() : OptionalDouble.of(0.5));
    }
}
