package org.balancehead.actors.session;

import java.time.Duration;

/**
 * When a person's poses come, so that views are made as they do, not by a clock of their own. Confined to the stream.
 */
final class PosePhase {
    private static final double NOVELTY = 0.2;

    /** A view waits for a pose that comes within this part of its period, */
    private static final double NEAR = 0.5;

    /** and for one that is late by this part of it. */
    private static final double LATE = 0.25;

    /** A camera of fewer pictures a second is not waited for. */
    private static final double LONGEST_NANOS = 1e9;

    private boolean fresh;
    private boolean begun;
    private long cameAt;
    private long shownAt;
    private double periodNanos;

    void came(long nowNanos) {
        if (begun) {
            double gap = Math.min(LONGEST_NANOS, (double) (nowNanos - cameAt));
            periodNanos += (periodNanos == 0 ? 1 : NOVELTY) * (gap - periodNanos);
        }
        begun = true;
        cameAt = nowNanos;
        fresh = true;
    }

    /** A view shows what came last. */
    void shown(long nowNanos) {
        fresh = false;
        shownAt = nowNanos;
    }

    /** Whether no view has shown what came last. */
    boolean isFresh() {
        return fresh;
    }

    /**
     * How long a view that is due had better wait: for a pose that is near, or until a period after the view before it.
     *
     * @param period of the views
     */
    Duration hold(Duration period, long nowNanos) {
        double untilPose = cameAt + periodNanos - nowNanos;
        double late = LATE * period.toNanos();
        if (fresh || periodNanos == 0 || untilPose <= -late) {
            return Duration.ZERO;
        }
        double untilEven = (double) (shownAt + period.toNanos() - nowNanos);
        double hold = untilPose <= NEAR * period.toNanos() ? untilPose + late : untilEven;
        return Duration.ofNanos((long) Math.max(0, hold));
    }
}
