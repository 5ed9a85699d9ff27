package org.balancehead.streaming.flow;

/** A bounded rate: so many a second on average, twice as many at once after a rest. */
public final class TokenBucket {
    private final double perSecond;
    private final double capacity;
    private double tokens;
    private long lastNanos;

    /** A full bucket. */
    public TokenBucket(double perSecond, long nowNanos) {
        if (!(perSecond > 0)) {
            throw new IllegalArgumentException("A rate must be more than 0 a second, not " + perSecond + ".");
        }
        this.perSecond = perSecond;
        this.capacity = Math.max(1, 2 * perSecond);
        this.tokens = capacity;
        this.lastNanos = nowNanos;
    }

    /** Takes one if the rate allows it. */
    public boolean tryTake(long nowNanos) {
        tokens = Math.min(capacity, tokens + (nowNanos - lastNanos) * 1e-9 * perSecond);
        lastNanos = nowNanos;
        if (tokens < 1) {
            return false;
        }
        tokens--;
        return true;
    }
}
