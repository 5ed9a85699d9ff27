package org.balancehead.streaming.flow;

/** The least value of the last while: of one to two periods, so that what was true long ago is forgotten. */
final class RecentLeast {
    private final long periodNanos;
    private long since;
    private long least = Long.MAX_VALUE;
    private long leastBefore = Long.MAX_VALUE;

    RecentLeast(long periodNanos) {
        this.periodNanos = periodNanos;
    }

    void add(long value, long nowNanos) {
        if (least == Long.MAX_VALUE) {
            since = nowNanos;
        } else if (nowNanos - since > periodNanos) {
            leastBefore = least;
            least = Long.MAX_VALUE;
            since = nowNanos;
        }
        least = Math.min(least, value);
    }

    /** {@link Long#MAX_VALUE} before the first value. */
    long get() {
        return Math.min(least, leastBefore);
    }
}
