package org.balancehead.streaming.flow;

/** For how long something that was due was held up: within the last second, and in all as items that were missed. */
final class Holdup {
    private static final long SLOT_NANOS = 100_000_000L;
    private static final int SLOTS = 10;

    private final long[] heldNanos = new long[SLOTS];
    private long latestSlot = Long.MIN_VALUE;
    private boolean held;
    private long since;
    private long missedNanos;

    /** It is held up from then on, which may be soon; of two beginnings the first counts. */
    void begin(long fromNanos) {
        if (!held) {
            held = true;
            since = fromNanos;
        }
    }

    void end(long nowNanos) {
        settle(nowNanos);
        held = false;
    }

    /** The part of the last second, 0…1. */
    double share(long nowNanos) {
        settle(nowNanos);
        moveTo(Math.floorDiv(nowNanos, SLOT_NANOS));
        long sum = 0;
        for (long slot : heldNanos) {
            sum += slot;
        }
        return Math.min(1, sum / (double) (SLOTS * SLOT_NANOS));
    }

    /** How many items with that period were missed since the last call. */
    long takeMissed(long periodNanos) {
        long missed = missedNanos / periodNanos;
        missedNanos -= missed * periodNanos;
        return missed;
    }

    private void settle(long nowNanos) {
        if (!held || nowNanos - since <= 0) {
            return;
        }
        missedNanos += nowNanos - since;
        long from = Math.max(since, nowNanos - SLOTS * SLOT_NANOS);
        while (nowNanos - from > 0) {
            long slot = Math.floorDiv(from, SLOT_NANOS);
            long until = Math.min(nowNanos, (slot + 1) * SLOT_NANOS);
            moveTo(slot);
            heldNanos[Math.floorMod(slot, SLOTS)] += until - from;
            from = until;
        }
        since = nowNanos;
    }

    private void moveTo(long slot) {
        for (long stale = Math.max(latestSlot + 1, slot - SLOTS + 1); stale <= slot; stale++) {
            heldNanos[Math.floorMod(stale, SLOTS)] = 0;
        }
        latestSlot = Math.max(latestSlot, slot);
    }
}
