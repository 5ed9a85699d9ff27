package org.balancehead.actors.deployment;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The version that is tried, if one is, and what was seen since. Confined to the coordinator. */
final class Canary {
    private final CanarySettings settings;
    private final CanaryJudge judge;
    private @Nullable Version version;
    private long beganNanos;

    Canary(CanarySettings settings) {
        this.settings = settings;
        this.judge = new CanaryJudge(settings);
    }

    /** Whether a version that was loaded must be tried before it serves. */
    boolean wanted(Version loaded, Optional<Version> serving) {
        return serving.isPresent() && !loaded.returning() && !settings.isAtOnce();
    }

    double share() {
        return settings.share();
    }

    Optional<Version> version() {
        return Optional.ofNullable(version);
    }

    /** Both versions' figures count from now on. */
    void begin(Version tried, Version serving) {
        version = tried;
        beganNanos = System.nanoTime();
        tried.figures().reset();
        serving.figures().reset();
    }

    void end() {
        version = null;
    }

    CanaryVerdict verdict(Version serving) {
        return version == null
                ? new CanaryVerdict.Wait()
                : judge.judge(
                        elapsed(),
                        version.figures().observed(),
                        serving.figures().observed());
    }

    /** What operators see of the trial of a version. */
    Optional<Deployment.Trial> trial(Version of, Version serving) {
        if (of != version) {
            return Optional.empty();
        }
        Duration left = settings.duration().minus(elapsed());
        return Optional.of(new Deployment.Trial(
                settings.share(),
                left.isNegative() ? Duration.ZERO : left,
                of.figures().observed(),
                serving.figures().observed()));
    }

    private Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - beganNanos);
    }
}
