package org.balancehead.actors.session;

import org.balancehead.streaming.flow.Pace;

/**
 * When a client is told what was seen of it: at an even pace, and, while it acknowledges views, once for each that it
 * does, or once a second. On a slow connection more would queue before its views and make them old. Confined to the
 * session.
 */
final class CapturePace {
    private static final long LONGEST_NANOS = 1_000_000_000L;

    private final Pace pace;
    private boolean acknowledging;
    private boolean acknowledged;
    private long toldAt;

    CapturePace(double capturesPerSecond) {
        this.pace = new Pace(capturesPerSecond);
    }

    /** The client showed a view. */
    void acknowledged() {
        acknowledging = true;
        acknowledged = true;
    }

    /** There are no views to acknowledge any more. */
    void withoutViews() {
        acknowledging = false;
    }

    boolean isDue(long nowNanos) {
        boolean heard = !acknowledging || acknowledged || nowNanos - toldAt >= LONGEST_NANOS;
        return heard && pace.untilDue(nowNanos).isZero();
    }

    void told(long nowNanos) {
        pace.spend(nowNanos);
        acknowledged = false;
        toldAt = nowNanos;
    }
}
