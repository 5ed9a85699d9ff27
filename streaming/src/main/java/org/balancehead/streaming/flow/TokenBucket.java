package org.balancehead.streaming.flow;

/** A bounded rate: so many a second on average, more at once after a rest. */
public final class TokenBucket {
    private final double perSecond;
    private final double capacity;
    private double tokens;
    private long lastNanos;

    /** A full bucket, for twice as many at once. */
    public TokenBucket(double perSecond, long nowNanos) {
        this(perSecond, Math.max(1, 2 * perSecond), nowNanos);
    }

    /**
     * A full bucket.
     *
     * @param capacity how many may be taken at once after a rest, 1 or more
     */
    public TokenBucket(double perSecond, double capacity, long nowNanos) {
        if (!(perSecond > 0)) {
            throw new IllegalArgumentException("A rate must be more than 0 a second, not " + perSecond + ".");
        }
        if (!(capacity >= 1)) {
            throw new IllegalArgumentException("A bucket must hold 1 or more, not " + capacity + ".");
        }
        this.perSecond = perSecond;
        this.capacity = capacity;
        this.tokens = capacity;
        this.lastNanos = nowNanos;
    }

    /** Takes one if the rate allows it. */
    public boolean tryTake(long nowNanos) {
        return tryTake(1, nowNanos);
    }

    /** Takes so many if the rate allows it, else none. */
    public boolean tryTake(int count, long nowNanos) {
        tokens = Math.min(capacity, tokens + (nowNanos - lastNanos) * 1e-9 * perSecond);
        lastNanos = nowNanos;
        if (tokens < count) {
            return false;
        }
        tokens -= count;
        return true;
    }
}
