package org.balancehead.actors.archive;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.balancehead.model.inversion.AvatarFile;

/**
 * Which kept avatars are over, by two clocks. Their files name a moment of the wall's clock, which somebody may set, or
 * a broken answer of a time server; a steady clock counts for each how long it has left since it was first seen here,
 * its whole lifetime at the most. What is over by either is shown to nobody. What is over by the steady clock is
 * deleted, be the wall's set back; what is over by the wall's alone is deleted only when it still is after a while.
 * Confined to one thread.
 */
final class Lifetimes {
    /** By how much the two may differ without one of them having been set. */
    private static final Duration DRIFT = Duration.ofMinutes(1);

    /** A century, for what a number of nanoseconds can hold. */
    private static final Duration LONGEST = Duration.ofDays(36_500);

    private final InstantSource wall;
    private final LongSupplier steadyNanos;
    private final Duration doubt;
    private final Map<AvatarId, Long> endings = new HashMap<>();
    private final Map<AvatarId, Long> doubtedSince = new HashMap<>();

    /**
     * Lifetimes of files that were not seen before.
     *
     * @param steadyNanos nanoseconds of a clock that never jumps
     * @param doubt how long the wall's clock must tell that a file is over before that is believed of it alone
     */
    Lifetimes(InstantSource wall, LongSupplier steadyNanos, Duration doubt) {
        this.wall = wall;
        this.steadyNanos = steadyNanos;
        this.doubt = doubt;
    }

    /** What the wall's clock shows. */
    Instant now() {
        return wall.instant();
    }

    /** An avatar is kept from now on for so long. */
    void begin(AvatarId id, Duration lifetime) {
        endings.put(id, steadyNanos.getAsLong() + lifetime.toNanos());
    }

    /** Whether an avatar may be shown no more. */
    boolean isOver(AvatarId id, AvatarFile.Facts facts) {
        return facts.isOver(now()) || left(id, facts).compareTo(Duration.ZERO) <= 0;
    }

    /** Whether its file is to be deleted. */
    boolean isToBeDeleted(AvatarId id, AvatarFile.Facts facts) {
        Duration left = left(id, facts);
        if (!facts.isOver(now())) {
            doubtedSince.remove(id);
            return left.compareTo(Duration.ZERO) <= 0;
        }
        long steady = steadyNanos.getAsLong();
        long since = doubtedSince.computeIfAbsent(id, first -> steady);
        return left.compareTo(DRIFT) <= 0 || steady - since >= doubt.toNanos();
    }

    /** Forgets all but those that there are. */
    void retain(Set<AvatarId> present) {
        endings.keySet().retainAll(present);
        doubtedSince.keySet().retainAll(present);
    }

    /** How long an avatar has by the steady clock. */
    private Duration left(AvatarId id, AvatarFile.Facts facts) {
        if (facts.expires().isEmpty()) {
            return LONGEST;
        }
        long steady = steadyNanos.getAsLong();
        long end = endings.computeIfAbsent(
                id, first -> steady + leftAtFirst(facts, facts.expires().get()).toNanos());
        return Duration.ofNanos(end - steady);
    }

    private Duration leftAtFirst(AvatarFile.Facts facts, Instant expires) {
        Duration whole = Duration.between(facts.created(), expires);
        Duration byTheWall = Duration.between(now(), expires);
        Duration left = byTheWall.compareTo(whole) < 0 ? byTheWall : whole;
        Duration notNegative = left.isNegative() ? Duration.ZERO : left;
        return notNegative.compareTo(LONGEST) < 0 ? notNegative : LONGEST;
    }
}
