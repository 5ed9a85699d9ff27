package org.balancehead.actors.deployment;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Judges a canary by what was seen of it and of the version that serves since it began. It is rolled back as soon as it
 * fails too often, renders clearly slower, or makes clearly worse avatars than the version that serves; times and
 * quality count from enough views and avatars on. What is not rolled back within its time is promoted, also when nobody
 * came to try it: then its golden view has to do.
 */
final class CanaryJudge {
    private static final double NANOS_A_MILLI = 1e6;

    private final CanarySettings settings;

    CanaryJudge(CanarySettings settings) {
        this.settings = settings;
    }

    CanaryVerdict judge(Duration elapsed, Observed canary, Observed serving) {
        Optional<String> trouble =
                errors(canary).or(() -> slowness(canary, serving)).or(() -> quality(canary, serving));
        if (trouble.isPresent()) {
            return new CanaryVerdict.RollBack(trouble.get());
        }
        return elapsed.compareTo(settings.duration()) < 0
                ? new CanaryVerdict.Wait()
                : new CanaryVerdict.Promote(why(canary, serving));
    }

    private Optional<String> errors(Observed canary) {
        return canary.errorRate() <= settings.maxErrorRate()
                ? Optional.empty()
                : Optional.of("It failed %d times in %d views: at most %.1f %% may fail (max-error-rate)."
                        .formatted(canary.errors(), canary.views(), 100 * settings.maxErrorRate()));
    }

    private Optional<String> slowness(Observed canary, Observed serving) {
        if (!timesCount(canary, serving)) {
            return Optional.empty();
        }
        double own = canary.renderP95Millis().orElse(0);
        double other = serving.renderP95Millis().orElse(0);
        double most = Math.max(
                other * settings.latencyFactor(),
                other + settings.latencySlack().toNanos() / NANOS_A_MILLI);
        return own <= most
                ? Optional.empty()
                : Optional.of("It renders too slowly: p95 is %.1f ms, against %.1f ms of the version that serves (%s)."
                        .formatted(own, other, "latency-factor %.1f".formatted(settings.latencyFactor())));
    }

    private Optional<String> quality(Observed canary, Observed serving) {
        if (!qualityCounts(canary, serving)) {
            return Optional.empty();
        }
        return below("PSNR", " dB", canary.psnr(), less(serving.psnr(), settings.psnrTolerance()))
                .or(() -> below(
                        "identity", "", canary.identity(), less(serving.identity(), settings.identityTolerance())));
    }

    private static OptionalDouble less(OptionalDouble value, double tolerance) {
        return value.isPresent() ? OptionalDouble.of(value.getAsDouble() - tolerance) : value;
    }

    private static Optional<String> below(String measure, String unit, OptionalDouble value, OptionalDouble least) {
        return value.isEmpty() || least.isEmpty() || value.getAsDouble() >= least.getAsDouble()
                ? Optional.empty()
                : Optional.of(
                        "Its avatars are too bad: the median %s is %.2f%s, and must be %.2f by the version that serves."
                                .formatted(measure, value.getAsDouble(), unit, least.getAsDouble()));
    }

    private boolean timesCount(Observed canary, Observed serving) {
        return Math.min(canary.views(), serving.views()) >= settings.minViews();
    }

    private boolean qualityCounts(Observed canary, Observed serving) {
        return Math.min(canary.avatars(), serving.avatars()) >= settings.minAvatars();
    }

    private String why(Observed canary, Observed serving) {
        if (canary.views() == 0) {
            return "Nobody came to try it within %d s: promoted on its golden view alone."
                    .formatted(settings.duration().toSeconds());
        }
        return "It held for %d s: %d views, %d failures; %s; %s."
                .formatted(
                        settings.duration().toSeconds(),
                        canary.views(),
                        canary.errors(),
                        timesCount(canary, serving)
                                ? "p95 of rendering %.1f ms against %.1f ms"
                                        .formatted(
                                                canary.renderP95Millis().orElse(0),
                                                serving.renderP95Millis().orElse(0))
                                : "too few views to compare times",
                        qualityCounts(canary, serving)
                                ? "median PSNR %.1f dB against %.1f dB"
                                        .formatted(
                                                canary.psnr().orElse(0),
                                                serving.psnr().orElse(0))
                                : "too few avatars to compare quality");
    }
}
