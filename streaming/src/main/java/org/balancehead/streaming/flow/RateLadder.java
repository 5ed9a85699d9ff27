package org.balancehead.streaming.flow;

import java.util.List;

/**
 * Which rung a stream stands on. It gives way when views are held up, to what the connection carries. It takes more
 * when views come through faster than that lets them ({@link LinkLimit}): one rung as a trial, then as far as the
 * larger views show. Where nothing shows, a trial is made once a minute. A trial that makes views late is taken back at
 * once, and the next one is put off. So a steady connection, once its rung is found, sees at most three changes a
 * minute.
 */
final class RateLadder {
    private static final double HELD_UP = 0.3;
    private static final double CALM = 0.1;
    private static final double RESERVE = 1.3;
    private static final int LATE = 2;
    private static final long SETTLING_NANOS = 1_000_000_000L;
    private static final long UNSETTLED_NANOS = 3_000_000_000L;
    private static final long TRIAL_NANOS = 3_000_000_000L;
    private static final long CALM_NANOS = 4_000_000_000L;
    private static final long PROBATION_NANOS = 60_000_000_000L;
    private static final long WAIT_NANOS = 5_000_000_000L;

    private final List<Rung> rungs;
    private final LinkLimit limit;
    private int position;
    private int positionBefore;
    private long changedAt;
    private long settledAt;
    private long calmSince;
    private boolean climbing;
    private int late;
    private int failures;
    private long failedAt;

    RateLadder(List<Rung> rungs, long nowNanos) {
        this.rungs = List.copyOf(rungs);
        this.limit = new LinkLimit(nowNanos);
        this.changedAt = nowNanos;
        this.settledAt = nowNanos + SETTLING_NANOS;
        this.calmSince = nowNanos;
    }

    Rung rung() {
        return rungs.get(position);
    }

    /** 0 at the top, where everything is as agreed. */
    int position() {
        return position;
    }

    /** How many views of this rung are under way at a time where none has to wait. */
    double room() {
        return limit.room(rung().framesPerSecond());
    }

    /** A view was acknowledged. */
    void passed(Passage passage) {
        limit.passed(passage);
        if (passage.sentAt() - changedAt >= 0) {
            late += passage.late() ? 1 : 0;
            settledAt = Math.min(settledAt, passage.at() + SETTLING_NANOS);
        }
    }

    /**
     * Takes what is known now.
     *
     * @param heldUp the part of the last second in which a view was due and the connection held it up, 0…1
     * @param needed bytes a second that this rung takes; 0 where that is not known
     * @return whether the rung changed
     */
    boolean observe(double heldUp, double needed, long nowNanos) {
        if (heldUp > CALM) {
            calmSince = nowNanos;
        }
        boolean settled = nowNanos - settledAt >= 0;
        boolean onTrial = climbing && nowNanos - changedAt < TRIAL_NANOS;
        if (onTrial && (late >= LATE || (settled && heldUp >= HELD_UP))) {
            return fallBack(nowNanos);
        }
        if (!settled) {
            return false;
        }
        if (heldUp >= HELD_UP) {
            return stepDown(heldUp, needed, nowNanos);
        }
        int wanted = higher(needed, nowNanos);
        if (wanted == position) {
            return false;
        }
        limit.steppedUp(nowNanos);
        failures = climbing ? 0 : failures;
        climbing = true;
        moveTo(wanted, nowNanos);
        return true;
    }

    private boolean fallBack(long nowNanos) {
        limit.fellBack(nowNanos);
        climbing = false;
        failures = nowNanos - failedAt < PROBATION_NANOS ? failures + 1 : 1;
        failedAt = nowNanos;
        moveTo(positionBefore, nowNanos);
        return true;
    }

    private boolean stepDown(double heldUp, double needed, long nowNanos) {
        if (position == rungs.size() - 1) {
            return false;
        }
        limit.steppedDown(nowNanos);
        climbing = false;
        moveTo(lower(heldUp, needed), nowNanos);
        return true;
    }

    private void moveTo(int wanted, long nowNanos) {
        positionBefore = position;
        position = wanted;
        changedAt = nowNanos;
        settledAt = nowNanos + UNSETTLED_NANOS;
        calmSince = nowNanos;
        late = 0;
    }

    /** The first rung below that the connection carries. */
    private int lower(double heldUp, double needed) {
        double share = 1 - heldUp;
        if (limit.capacity() > 0 && needed > 0) {
            share = Math.min(1, limit.capacity() / needed);
        }
        double affordable = rung().cost() * share;
        int wanted = position + 1;
        while (wanted < rungs.size() - 1 && rungs.get(wanted).cost() > affordable) {
            wanted++;
        }
        return wanted;
    }

    private int higher(double needed, long nowNanos) {
        if (position == 0 || isPutOff(nowNanos)) {
            return position;
        }
        boolean calm = nowNanos - calmSince >= CALM_NANOS;
        if (climbing && nowNanos - calmSince >= SETTLING_NANOS) {
            int wanted = affordable(limit.carried(), needed);
            if (wanted < position) {
                return wanted;
            }
        }
        boolean due = limit.capacity() == 0 ? failures == 0 : nowNanos - changedAt >= PROBATION_NANOS;
        boolean trial = limit.isRaised() || (calm && due);
        return trial ? position - 1 : position;
    }

    private int affordable(double carried, double needed) {
        double cost = needed > 0 ? rung().cost() * carried / (RESERVE * needed) : 0;
        int wanted = position;
        while (wanted > 0 && rungs.get(wanted - 1).cost() <= cost) {
            wanted--;
        }
        return wanted;
    }

    /** After a trial that failed the next one is to wait, and longer when it was not the first of a minute. */
    private boolean isPutOff(long nowNanos) {
        long wait = failures > 1 ? PROBATION_NANOS : WAIT_NANOS;
        return failures > 0 && nowNanos - failedAt < wait;
    }
}
