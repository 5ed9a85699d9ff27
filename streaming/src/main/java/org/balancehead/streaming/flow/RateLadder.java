package org.balancehead.streaming.flow;

import java.util.List;

/**
 * Which rung a stream stands on: down at once when views are held up; up when all has been calm for seconds, as far as
 * the connection is known to carry. A step up that does not hold is taken back whole, and from then on they are a
 * minute apart until the connection carries more than it did. So, once it has found its rung, a steady connection sees
 * at most three changes a minute.
 */
final class RateLadder {
    private static final double HELD_UP = 0.3;
    private static final double CALM = 0.1;
    private static final double RESERVE = 1.3;
    private static final double MORE = 1.3;
    private static final long SETTLING_NANOS = 1_000_000_000L;
    private static final long LEARNING_NANOS = 5_000_000_000L;
    private static final long CALM_NANOS = 4_000_000_000L;
    private static final long PROBATION_NANOS = 60_000_000_000L;

    private final List<Rung> rungs;
    private int position;
    private long changedAt;
    private long calmSince;
    private boolean onProbation;
    private int positionBefore;
    private boolean failed;
    private double carriedUsually;

    RateLadder(List<Rung> rungs, long nowNanos) {
        this.rungs = List.copyOf(rungs);
        this.changedAt = nowNanos;
        this.calmSince = nowNanos;
    }

    Rung rung() {
        return rungs.get(position);
    }

    /** 0 at the top, where everything is as agreed. */
    int position() {
        return position;
    }

    /**
     * Takes what is known now.
     *
     * @param heldUp the part of the last second in which a view was due and the connection held it up, 0…1
     * @param carried bytes a second that the connection carries at least; 0 where that is not known
     * @param needed bytes a second that this rung takes; 0 where that is not known
     * @return whether the rung changed
     */
    boolean observe(double heldUp, double carried, double needed, long nowNanos) {
        if (heldUp > CALM) {
            calmSince = nowNanos;
        }
        if (nowNanos - changedAt < LEARNING_NANOS) {
            carriedUsually = Math.max(carriedUsually, carried);
        }
        if (nowNanos - changedAt < SETTLING_NANOS) {
            return false;
        }
        int wanted = heldUp >= HELD_UP ? lower(heldUp) : higher(carried, needed, nowNanos);
        if (wanted == position) {
            return false;
        }
        if (wanted > position && onProbation && nowNanos - changedAt < PROBATION_NANOS) {
            failed = true;
            carriedUsually = 0;
            wanted = Math.max(wanted, positionBefore);
        }
        onProbation = wanted < position;
        positionBefore = position;
        position = wanted;
        changedAt = nowNanos;
        calmSince = nowNanos;
        return true;
    }

    /** The first rung below that the connection carries; it carried what was not held up. */
    private int lower(double heldUp) {
        double affordable = rung().cost() * (1 - heldUp);
        int wanted = Math.min(position + 1, rungs.size() - 1);
        while (wanted < rungs.size() - 1 && rungs.get(wanted).cost() > affordable) {
            wanted++;
        }
        return wanted;
    }

    /** As far up as the connection is known to carry, else one rung as a trial. */
    private int higher(double carried, double needed, long nowNanos) {
        if (position == 0 || nowNanos - calmSince < CALM_NANOS || vetoed(carried, nowNanos)) {
            return position;
        }
        double affordable = needed > 0 ? rung().cost() * carried / (RESERVE * needed) : 0;
        int wanted = position - 1;
        while (wanted > 0 && rungs.get(wanted - 1).cost() <= affordable) {
            wanted--;
        }
        return wanted;
    }

    /** Where a step up has failed, they are a minute apart until the connection is seen to carry more. */
    private boolean vetoed(double carried, long nowNanos) {
        failed = failed && carried <= MORE * carriedUsually;
        return failed && nowNanos - changedAt < PROBATION_NANOS;
    }
}
