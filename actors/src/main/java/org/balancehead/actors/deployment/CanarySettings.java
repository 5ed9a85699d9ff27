package org.balancehead.actors.deployment;

import java.time.Duration;

/**
 * How a deployed version is tried before it serves everybody.
 *
 * @param share of new sessions that begin on it meanwhile, more than 0, up to 1; with 1 it serves at once
 * @param duration how long it is tried; with 0 it serves at once
 * @param minViews views that both versions must have rendered before their times are compared, 1…1,000,000
 * @param minAvatars avatars that both must have finished before their quality is compared, 1…1000
 * @param maxErrorRate failures for each view or failure that it may have, 0…1
 * @param latencyFactor how many times the serving version's p95 of rendering its own may be, 1…100
 * @param latencySlack what it may be slower by in any case
 * @param psnrTolerance how many dB worse its avatars may be, 0…60
 * @param identityTolerance how much less like the persons they may be, as a cosine, 0…2
 */
public record CanarySettings(
        double share,
        Duration duration,
        int minViews,
        int minAvatars,
        double maxErrorRate,
        double latencyFactor,
        Duration latencySlack,
        double psnrTolerance,
        double identityTolerance) {
    /** A fifth of new sessions for half a minute. */
    public static final CanarySettings DEFAULTS =
            new CanarySettings(0.2, Duration.ofSeconds(30), 200, 3, 0.01, 1.5, Duration.ofMillis(10), 1.5, 0.15);

    public CanarySettings {
        if (!(share > 0 && share <= 1)) {
            throw new IllegalArgumentException("share is %s, but must be more than 0, up to 1.".formatted(share));
        }
        if (duration.isNegative() || latencySlack.isNegative()) {
            throw new IllegalArgumentException("A duration of a canary is negative.");
        }
        if (minViews < 1 || minAvatars < 1) {
            throw new IllegalArgumentException("minViews and minAvatars must be 1 or more.");
        }
        if (!(maxErrorRate >= 0 && maxErrorRate <= 1) || !(latencyFactor >= 1)) {
            throw new IllegalArgumentException("maxErrorRate must be from 0 to 1, latencyFactor 1 or more.");
        }
        if (!(psnrTolerance >= 0) || !(identityTolerance >= 0)) {
            throw new IllegalArgumentException("psnrTolerance and identityTolerance must be 0 or more.");
        }
    }

    /** No canary: what is loaded serves at once. */
    public static CanarySettings atOnce() {
        CanarySettings d = DEFAULTS;
        return new CanarySettings(
                1,
                Duration.ZERO,
                d.minViews,
                d.minAvatars,
                d.maxErrorRate,
                d.latencyFactor,
                d.latencySlack,
                d.psnrTolerance,
                d.identityTolerance);
    }

    boolean isAtOnce() {
        return share == 1 || duration.isZero();
    }
}
