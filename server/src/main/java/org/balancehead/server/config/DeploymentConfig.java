package org.balancehead.server.config;

import org.balancehead.actors.avatar.MoveTolerance;
import org.balancehead.actors.deployment.DeploymentSettings;

/** The keys below {@code deployment}. */
final class DeploymentConfig {
    private DeploymentConfig() {}

    static DeploymentSettings read(CheckedKeys keys) {
        return new DeploymentSettings(
                keys.integer("deployment.moves-at-a-time", 1, 64),
                new MoveTolerance(
                        keys.number("deployment.move-psnr-tolerance", 0, 60),
                        keys.number("deployment.move-identity-tolerance", 0, 2)));
    }
}
