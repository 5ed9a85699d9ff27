package org.balancehead.model.inversion;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.balancehead.model.generator.chart.ChartField;
import org.balancehead.model.generator.chart.ChartGenerator;
import org.balancehead.model.generator.chart.ChartHead;
import org.balancehead.model.generator.chart.ChartPreset;
import org.balancehead.model.planes.CapsuleChart;
import org.balancehead.model.tensor.AdamOptimiser;
import org.balancehead.model.tensor.TensorEngine;
import org.balancehead.model.tensor.TensorSession;
import org.jspecify.annotations.Nullable;

/** The inversion of one person in the chart generator, in time slices. */
final class ChartInversion implements Inversion {
    private static final double[] GEOMETRY = CapsuleChart.geometry();
    private static final float OPACITY = 0.5f;

    /** A revision must be this much better than the last, in dB, to be worth showing. */
    private static final double WORTH_SHOWING = 0.05;

    private final TensorEngine engine;
    private final ChartGenerator generator;
    private final HeadEncoder encoder;
    private final SupervisingViews views;
    private final RevisionMeasure measure;
    private final InversionSchedule schedule;
    private final Random random = new Random(1);
    private @Nullable LatentHead latent;
    private @Nullable AdamOptimiser optimiser;
    private @Nullable Stage stage = Stage.ENCODER;
    private int step;
    private int revisions;
    private double best = Double.NEGATIVE_INFINITY;
    private double loss;
    private double seconds;

    ChartInversion(
            TensorEngine engine,
            ChartGenerator generator,
            HeadEncoder encoder,
            SupervisingViews views,
            RevisionMeasure measure,
            InversionSchedule schedule) {
        this.engine = engine;
        this.generator = generator;
        this.encoder = encoder;
        this.views = views;
        this.measure = measure;
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
        if (now == Stage.ENCODER) {
            latent = new LatentHead(engine, generator, WLimit.held(encoded()));
            step = 1;
        } else {
            for (int i = 0; i < schedule.stepsASlice() && step < schedule.steps(now); i++) {
                optimise();
                step++;
            }
        }
        boolean due = step % schedule.stepsAGrade() == 0 || step >= schedule.steps(now);
        Optional<Avatar> revised = due ? measured(now) : Optional.empty();
        seconds += (System.nanoTime() - start) / 1e9;
        InversionProgress progress = new InversionProgress(now, step, schedule.steps(now), loss, seconds, revised);
        if (step >= schedule.steps(now)) {
            enter(following(now));
        }
        return progress;
    }

    private float[] encoded() {
        try (TensorSession session = engine.inference()) {
            Shape shape = new Shape(1, 4, HeadEncoder.INPUT, HeadEncoder.INPUT);
            NDArray pictures = session.memory().create(views.encoderPicture(), shape);
            return encoder.encode(session.ops(), pictures).toFloatArray();
        }
    }

    private void optimise() {
        LatentHead head = present(latent);
        AdamOptimiser adam = present(optimiser);
        ChartPreset preset = generator.preset();
        SupervisingViews.Rays rays = views.draw(random, schedule.raysAStep());
        int count = schedule.raysAStep();
        try (TensorSession session = engine.gradients()) {
            ChartHead made = head.synthesise(session);
            NDArray origins = session.memory().create(rays.lines().origins(), new Shape(count, 3));
            NDArray directions = session.memory().create(rays.lines().directions(), new Shape(count, 3));
            NDArray depths = session.ops()
                    .call(
                            "inversion_depths",
                            made.map(),
                            origins,
                            directions,
                            GEOMETRY,
                            preset.coarseSamples(),
                            preset.fineSamples());
            ChartField.RaySamples seen = generator
                    .field()
                    .composite(session.ops(), made, origins.expandDims(0), directions.expandDims(0), depths);
            NDArray terms = session.ops()
                    .call(
                            "inversion_terms",
                            seen.colour(),
                            seen.weights(),
                            session.memory().create(rays.colours(), new Shape(1, 3, count)),
                            session.memory().create(rays.alphas(), new Shape(1, count)),
                            session.memory().create(rays.known(), new Shape(1, count)));
            NDArray share = session.memory().create(new float[] {1, OPACITY});
            NDArray total = terms.mul(share).sum().add(head.regularisation(session));
            adam.step(List.of(session.ops().grad(List.of(total), adam.parameters(), false)), 1);
            loss = total.getFloat();
        }
    }

    /** Grades what the variables make now, and publishes it when it is better than all before. */
    private Optional<Avatar> measured(Stage now) {
        try (TensorSession session = engine.inference()) {
            ChartHead made = present(latent).synthesise(session);
            RevisionMeasure.Grade grade = measure.grade(session, made);
            if (grade.psnr() < best + WORTH_SHOWING) {
                return Optional.empty();
            }
            best = grade.psnr();
            NDManager owner = engine.newOwner();
            ChartHead kept = new ChartHead(session.keepCopy(made.map(), owner), session.keepCopy(made.planes(), owner));
            Revision revision = new Revision(++revisions, now, best, measure.identity(grade));
            return Optional.of(new ChartAvatar(owner, kept, revision));
        }
    }

    private static @Nullable Stage following(Stage stage) {
        return switch (stage) {
            case ENCODER -> Stage.W;
            case W -> Stage.W_PLUS;
            case W_PLUS -> Stage.TUNING;
            case TUNING -> null;
        };
    }

    private void enter(@Nullable Stage next) {
        closeOptimiser();
        stage = next;
        step = 0;
        if (next == null) {
            return;
        }
        LatentHead head = present(latent);
        head.enter(next);
        optimiser = new AdamOptimiser(engine, head.variables(), LatentHead.moved(next), ChartInversion::rate);
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
        stage = null;
        if (latent != null) {
            latent.close();
            latent = null;
        }
    }
}
