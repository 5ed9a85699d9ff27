package org.balancehead.model.inversion;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Takes a fitting through the stages in time slices, and publishes what is better than all before. */
final class StagedInversion implements Inversion {
    /** A revision must be this much better than the last, in dB, to be worth showing. */
    private static final double WORTH_SHOWING = 0.05;

    /**
     * From so many dB on the encoder knows a person: w is not moved then, for the pictures show one side, and a w that
     * fits them a little better is less plausible from the others. What is left is for tuning. Whom it does not know
     * begins as the most similar of known heads, if the checkpoint has some.
     */
    private static final double KNOWN = 17;

    private final HeadFitting fitting;
    private final InversionSchedule schedule;
    private @Nullable Stage stage = Stage.ENCODER;
    private boolean known;
    private int step;
    private int revisions;
    private double best = Double.NEGATIVE_INFINITY;
    private double loss;
    private double seconds;
    private boolean closed;

    /** @param fitting closed with this */
    StagedInversion(HeadFitting fitting, InversionSchedule schedule) {
        this.fitting = fitting;
        this.schedule = schedule;
    }

    @Override
    public boolean finished() {
        return stage == null;
    }

    @Override
    public InversionProgress step() {
        Stage now = stage;
        if (now == null) {
            throw new IllegalStateException("This inversion is finished or closed.");
        }
        long start = System.nanoTime();
        Optional<Avatar> revised = now == Stage.ENCODER ? begin() : optimise(now);
        seconds += (System.nanoTime() - start) / 1e9;
        InversionProgress progress = new InversionProgress(now, step, schedule.steps(now), loss, seconds, revised);
        if (step >= schedule.steps(now)) {
            stage = now == Stage.ENCODER && known ? Stage.TUNING : now.next();
            step = 0;
            fitting.enter(stage);
        }
        return progress;
    }

    private Optional<Avatar> begin() {
        step = 1;
        fitting.encode();
        try (HeadFitting.Candidate encoded = fitting.grade()) {
            known = encoded.psnr() >= KNOWN;
            if (known || !fitting.knowsHeads()) {
                return revised(encoded, Stage.ENCODER);
            }
        }
        fitting.retrieve();
        try (HeadFitting.Candidate retrieved = fitting.grade()) {
            return revised(retrieved, Stage.ENCODER);
        }
    }

    private Optional<Avatar> optimise(Stage now) {
        for (int i = 0; i < schedule.stepsASlice() && step < schedule.steps(now); i++) {
            loss = fitting.optimise();
            step++;
        }
        if (step < schedule.steps(now) && step % schedule.stepsAGrade() != 0) {
            return Optional.empty();
        }
        try (HeadFitting.Candidate candidate = fitting.grade()) {
            return revised(candidate, now);
        }
    }

    private Optional<Avatar> revised(HeadFitting.Candidate candidate, Stage now) {
        if (candidate.psnr() < best + WORTH_SHOWING) {
            return Optional.empty();
        }
        best = candidate.psnr();
        return Optional.of(candidate.publish(new Revision(++revisions, now, best, candidate.identity())));
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            stage = null;
            fitting.close();
        }
    }
}
