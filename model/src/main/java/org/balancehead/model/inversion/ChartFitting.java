package org.balancehead.model.inversion;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.balancehead.model.generator.chart.ChartGenerator;
import org.balancehead.model.generator.chart.ChartHead;
import org.balancehead.model.generator.chart.ChartShell;
import org.balancehead.model.tensor.AdamOptimiser;
import org.balancehead.model.tensor.TensorEngine;
import org.balancehead.model.tensor.TensorSession;
import org.jspecify.annotations.Nullable;

/** Fits the chart generator to one person. */
final class ChartFitting implements HeadFitting {
    private static final float OPACITY = 0.5f;

    private final TensorEngine engine;
    private final ChartGenerator generator;
    private final HeadEncoder encoder;
    private final Optional<KnownHeads> known;
    private final SupervisingViews views;
    private final RevisionMeasure measure;
    private final int raysAStep;
    private final Random random = new Random(1);
    private @Nullable LatentHead latent;

    /**
     * Whether this began from a known head, whose outline and colours are another's. Colours are learnt inside the
     * pictures' outline alone then: beyond it they are of what is behind the person, and would be smeared over what no
     * picture shows.
     */
    private boolean retrieved;

    private @Nullable AdamOptimiser optimiser;

    ChartFitting(
            TensorEngine engine,
            ChartGenerator generator,
            HeadEncoder encoder,
            Optional<KnownHeads> known,
            SupervisingViews views,
            RevisionMeasure measure,
            int raysAStep) {
        this.engine = engine;
        this.generator = generator;
        this.encoder = encoder;
        this.known = known;
        this.views = views;
        this.measure = measure;
        this.raysAStep = raysAStep;
    }

    @Override
    public void encode() {
        begin(WLimit.held(encoded()), LatentHead.Hold.ENCODED);
    }

    private float[] encoded() {
        try (TensorSession session = engine.inference()) {
            return encoder.encode(session.ops(), frontal(session)).toFloatArray();
        }
    }

    @Override
    public boolean knowsHeads() {
        return known.isPresent();
    }

    @Override
    public void retrieve() {
        begin(mostAlike(known.orElseThrow()), LatentHead.Hold.RETRIEVED);
        retrieved = true;
    }

    private float[] mostAlike(KnownHeads heads) {
        try (TensorSession session = engine.inference()) {
            return heads.like(session, frontal(session), measure.person()).toFloatArray();
        }
    }

    private void begin(float[] w, LatentHead.Hold hold) {
        if (latent != null) {
            latent.close();
        }
        latent = new LatentHead(engine, generator, w, hold);
    }

    private NDArray frontal(TensorSession session) {
        Shape shape = new Shape(1, 4, HeadEncoder.INPUT, HeadEncoder.INPUT);
        return session.memory().create(views.encoderPicture(), shape);
    }

    @Override
    public double optimise() {
        LatentHead head = present(latent);
        AdamOptimiser adam = present(optimiser);
        SupervisingViews.Rays rays = views.draw(random, raysAStep);
        try (TensorSession session = engine.gradients()) {
            ChartHead made = head.synthesise(session);
            SeenRays seen = SeenRays.of(session, generator, made, rays);
            NDArray terms = session.ops()
                    .call(
                            "inversion_terms",
                            seen.seen().colour(),
                            seen.seen().weights(),
                            seen.colours(),
                            seen.alphas(),
                            seen.known(),
                            retrieved ? seen.inside() : seen.known());
            NDArray share = session.memory().create(new float[] {1, OPACITY});
            NDArray total = terms.mul(share).sum().add(head.regularisation(session));
            if (retrieved) {
                total = total.add(SilhouetteTerm.of(session.ops(), generator.field(), made, seen));
            }
            adam.step(List.of(session.ops().grad(List.of(total), adam.parameters(), false)), 1);
            return total.getFloat();
        }
    }

    @Override
    public Candidate grade() {
        TensorSession session = engine.inference();
        ChartHead made = present(latent).synthesise(session);
        ChartShell shell = generator.bake(session, made);
        RevisionMeasure.Grade grade = measure.grade(camera ->
                generator.picture(session, shell, camera, generator.preset().neuralResolution()));
        return new GradedHead(
                session,
                measure,
                grade,
                revision -> ChartAvatar.kept(session, engine.newOwner(), made, shell, revision));
    }

    @Override
    public void enter(@Nullable Stage next) {
        closeOptimiser();
        if (next != null) {
            LatentHead head = present(latent);
            head.enter(next);
            if (next == Stage.TUNING && retrieved) {
                head.shiftColours(matchedColours(head));
            }
            optimiser = new AdamOptimiser(engine, head.variables(), LatentHead.moved(next), ChartFitting::rate);
        }
    }

    private float[] matchedColours(LatentHead head) {
        try (TensorSession session = engine.inference()) {
            SupervisingViews.Rays rays = views.draw(random, ColourMatching.RAYS);
            return ColourMatching.shift(session, generator, head.synthesise(session), rays)
                    .toFloatArray();
        }
    }

    private static double rate(String variable) {
        return switch (variable) {
            case LatentHead.RADIUS -> InversionSchedule.COLOUR_RATE * InversionSchedule.RADIUS_SHARE;
            case LatentHead.COLOUR -> InversionSchedule.COLOUR_RATE;
            default -> InversionSchedule.W_RATE;
        };
    }

    private static <T> T present(@Nullable T value) {
        if (value == null) {
            throw new IllegalStateException("The encoder has not run, or the inversion was closed.");
        }
        return value;
    }

    private void closeOptimiser() {
        if (optimiser != null) {
            optimiser.close();
            optimiser = null;
        }
    }

    @Override
    public void close() {
        closeOptimiser();
        if (latent != null) {
            latent.close();
            latent = null;
        }
    }
}
