package org.balancehead.actors.deployment;

import org.balancehead.actors.avatar.MoveTolerance;

/**
 * How versions follow each other.
 *
 * @param movesAtATime sessions whose avatars are made again on another version at a time, 1…64
 * @param tolerance how much worse an avatar of the new version may be than the one that it replaces
 * @param canary how a version is tried before it serves
 */
public record DeploymentSettings(int movesAtATime, MoveTolerance tolerance, CanarySettings canary) {
    private static final int MOST_MOVES = 64;

    /** Two at a time. */
    public static final DeploymentSettings DEFAULTS =
            new DeploymentSettings(2, MoveTolerance.DEFAULTS, CanarySettings.DEFAULTS);

    public DeploymentSettings {
        if (movesAtATime < 1 || movesAtATime > MOST_MOVES) {
            throw new IllegalArgumentException(
                    "movesAtATime is %d, but must be from 1 to %d.".formatted(movesAtATime, MOST_MOVES));
        }
    }
}
