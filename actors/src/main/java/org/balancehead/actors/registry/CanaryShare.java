package org.balancehead.actors.registry;

import org.balancehead.actors.session.Devices;

/**
 * Which of the sessions that begin try a version: a share of them, evenly spread, the first one among them. Confined to
 * the registry.
 */
final class CanaryShare {
    private final Devices devices;
    private final double share;
    private double owed = 1;

    /** @param share more than 0, up to 1 */
    CanaryShare(Devices devices, double share) {
        this.devices = devices;
        this.share = share;
    }

    Devices devices() {
        return devices;
    }

    /** Whether the session that begins now does. */
    boolean takesNext() {
        boolean takes = owed >= 1;
        owed += share - (takes ? 1 : 0);
        return takes;
    }
}
