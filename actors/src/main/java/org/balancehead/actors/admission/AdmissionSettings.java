package org.balancehead.actors.admission;

import java.time.Duration;

/**
 * Who may come in.
 *
 * @param maxPerAddress sessions of one address at a time, 1…100,000
 * @param sessionsPerMinute sessions that one address may open a minute, 1…100,000, all of them at once if it likes
 * @param addresses how many addresses are remembered, 16…1,000,000
 * @param capacity when the devices are full
 */
public record AdmissionSettings(int maxPerAddress, int sessionsPerMinute, int addresses, Capacity capacity) {
    /** 16 sessions an address, 120 openings a minute, 10,000 addresses. */
    public static final AdmissionSettings DEFAULTS =
            new AdmissionSettings(16, 120, 10_000, new Capacity(1, Duration.ofSeconds(10), 0.9, 0.7));

    public AdmissionSettings {
        check("maxPerAddress", maxPerAddress, 1, 100_000);
        check("sessionsPerMinute", sessionsPerMinute, 1, 100_000);
        check("addresses", addresses, 16, 1_000_000);
    }

    private static void check(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    "%s is %d, but must be from %d to %d.".formatted(name, value, least, most));
        }
    }

    /**
     * When the devices are full.
     *
     * @param leastViewsPerSecond the rate that every session must be able to get, more than 0, to 240
     * @param longestFirstWait how long the first view of a newcomer may be put off by the reconstructions of others
     * @param fullAt share of a device's time that admitted sessions may need, up to 1
     * @param reopenAt the share below which a full device takes newcomers again, up to {@code fullAt}
     */
    public record Capacity(double leastViewsPerSecond, Duration longestFirstWait, double fullAt, double reopenAt) {
        public Capacity {
            if (!(leastViewsPerSecond > 0 && leastViewsPerSecond <= 240)) {
                throw new IllegalArgumentException(
                        "leastViewsPerSecond is %s, but must be more than 0, to 240.".formatted(leastViewsPerSecond));
            }
            if (longestFirstWait.isNegative() || longestFirstWait.isZero()) {
                throw new IllegalArgumentException(
                        "longestFirstWait is %s, but must be more than nothing.".formatted(longestFirstWait));
            }
            if (!(reopenAt > 0 && reopenAt <= fullAt && fullAt <= 1)) {
                throw new IllegalArgumentException(
                        "reopenAt is %s and fullAt %s, but 0 < reopenAt ≤ fullAt ≤ 1.".formatted(reopenAt, fullAt));
            }
        }
    }
}
