package org.balancehead.server.config;

import java.time.Duration;
import org.balancehead.actors.avatar.MoveTolerance;
import org.balancehead.actors.deployment.CanarySettings;
import org.balancehead.actors.deployment.DeploymentSettings;

/** The keys below {@code deployment}. */
final class DeploymentConfig {
    private DeploymentConfig() {}

    static DeploymentSettings read(CheckedKeys keys) {
        return new DeploymentSettings(
                keys.integer("deployment.moves-at-a-time", 1, 64),
                keys.integer("deployment.max-other-versions", 1, 16),
                new MoveTolerance(
                        keys.number("deployment.move-psnr-tolerance", 0, 60),
                        keys.number("deployment.move-identity-tolerance", 0, 2)),
                canary(keys));
    }

    private static CanarySettings canary(CheckedKeys keys) {
        return new CanarySettings(
                keys.number("deployment.canary.share", 0.001, 1),
                keys.duration("deployment.canary.duration", Duration.ZERO, Duration.ofDays(1)),
                keys.integer("deployment.canary.min-views", 1, 1024),
                keys.integer("deployment.canary.min-avatars", 1, 256),
                keys.number("deployment.canary.max-error-rate", 0, 1),
                keys.number("deployment.canary.latency-factor", 1, 100),
                keys.duration("deployment.canary.latency-slack", Duration.ZERO, Duration.ofMinutes(1)),
                keys.number("deployment.canary.psnr-tolerance", 0, 60),
                keys.number("deployment.canary.identity-tolerance", 0, 2));
    }
}
