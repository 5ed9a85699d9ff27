package org.balancehead.actors.archive;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Whether and how avatars are kept.
 *
 * @param folder of their files; empty when none is kept
 * @param maxAvatars files at a time, 1…100,000
 * @param maxBytes of one avatar's numbers, 1…2³⁰
 * @param lifetime after which an avatar is deleted, more than nothing
 * @param sweepPeriod between two looks for those that have expired, more than nothing
 */
public record ArchiveSettings(
        Optional<Path> folder, int maxAvatars, long maxBytes, Duration lifetime, Duration sweepPeriod) {
    /** Keeps none. */
    public static final ArchiveSettings OFF =
            new ArchiveSettings(Optional.empty(), 100, 64 << 20, Duration.ofDays(1), Duration.ofMinutes(10));

    public ArchiveSettings {
        if (maxAvatars < 1 || maxAvatars > 100_000) {
            throw new IllegalArgumentException("maxAvatars is %d, but must be from 1 to 100000.".formatted(maxAvatars));
        }
        if (maxBytes < 1 || maxBytes > 1 << 30) {
            throw new IllegalArgumentException("maxBytes is %d, but must be from 1 to 2^30.".formatted(maxBytes));
        }
        checkPositive("lifetime", lifetime);
        checkPositive("sweepPeriod", sweepPeriod);
    }

    private static void checkPositive(String name, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException("%s is %s, but must be more than nothing.".formatted(name, value));
        }
    }
}
