package org.balancehead.model.inversion;

import java.util.List;
import org.balancehead.model.condition.FaceRes;
import org.balancehead.model.face.AlignedHead;
import org.balancehead.model.generator.HeadGenerator;
import org.balancehead.model.tensor.ParameterMap;
import org.balancehead.model.tensor.TensorEngine;

/**
 * The steps of an inversion in a {@link HeadGenerator}, as many of each stage as one likes, nothing graded or
 * published: for measuring. Confined to one thread.
 */
public final class InversionSteps implements AutoCloseable {
    /** How many of the last blocks of the planes' synthesis tuning moves. */
    public static final int TUNED_BLOCKS = PlaneLatent.TUNED_BLOCKS;

    private final PlaneFitting fitting;

    private InversionSteps(PlaneFitting fitting) {
        this.fitting = fitting;
    }

    /**
     * Begins at the mean w.
     *
     * @param condition what the generator is conditioned on
     * @param person whom to fit, as large as the generator's pictures
     */
    public static InversionSteps of(
            TensorEngine engine, HeadGenerator generator, ParameterMap weights, float[] condition, AlignedHead person) {
        SupervisingViews views =
                SupervisingViews.of(List.of(person), generator.preset().imageSide());
        LatentPrior prior = LatentPrior.of(engine, generator, weights, condition);
        try (FaceRes descriptor = FaceRes.open(engine)) {
            RevisionMeasure measure = new RevisionMeasure(views, descriptor);
            return new InversionSteps(new PlaneFitting(
                    engine, generator, weights, prior, views, measure, PlaneHeadModel.SCHEDULE.raysAStep()));
        }
    }

    /** Begins a stage; they go from w to w⁺ to tuning. */
    public void enter(Stage stage) {
        fitting.enter(stage);
    }

    /** Takes a step of the stage. */
    public void take() {
        fitting.optimise();
    }

    @Override
    public void close() {
        fitting.close();
    }
}
