package org.balancehead.actors.deployment;

import org.balancehead.actors.avatar.MoveTolerance;

/**
 * How versions follow each other.
 *
 * @param movesAtATime sessions whose avatars are made again on another version at a time, 1…64
 * @param maxOtherVersions versions that may be in memory besides the one that serves, 1…16
 * @param tolerance how much worse an avatar of the new version may be than the one that it replaces
 * @param canary how a version is tried before it serves
 */
public record DeploymentSettings(
        int movesAtATime, int maxOtherVersions, MoveTolerance tolerance, CanarySettings canary) {
    private static final int MOST_MOVES = 64;

    private static final int MOST_VERSIONS = 16;

    /** Two at a time, and two others. */
    public static final DeploymentSettings DEFAULTS =
            new DeploymentSettings(2, 2, MoveTolerance.DEFAULTS, CanarySettings.DEFAULTS);

    public DeploymentSettings {
        if (maxOtherVersions < 1 || maxOtherVersions > MOST_VERSIONS) {
            throw new IllegalArgumentException(
                    "maxOtherVersions is %d, but must be from 1 to %d.".formatted(maxOtherVersions, MOST_VERSIONS));
        }
        if (movesAtATime < 1 || movesAtATime > MOST_MOVES) {
            throw new IllegalArgumentException(
                    "movesAtATime is %d, but must be from 1 to %d.".formatted(movesAtATime, MOST_MOVES));
        }
    }
}
