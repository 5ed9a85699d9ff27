package org.balancehead.model.inversion;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Random;
import org.balancehead.model.generator.CachedHead;
import org.balancehead.model.generator.HeadGenerator;
import org.balancehead.model.generator.SynthesisedHead;
import org.balancehead.model.renderer.RayBundle;
import org.balancehead.model.renderer.RenderedRays;
import org.balancehead.model.tensor.AdamOptimiser;
import org.balancehead.model.tensor.ParameterMap;
import org.balancehead.model.tensor.TensorEngine;
import org.balancehead.model.tensor.TensorOps;
import org.balancehead.model.tensor.TensorSession;
import org.jspecify.annotations.Nullable;

/** Fits a generator of the StyleGAN kind to one person. It has no encoder: fitting begins at the mean w. */
final class PlaneFitting implements HeadFitting {
    private static final float OPACITY = 0.5f;

    /** Share of the steps that the frontal picture supervises when there are others. */
    private static final double FRONTAL = 0.6;

    /** Learning rates: of w in deviations of the prior, and of the tuned weights. */
    private static final double W_RATE = 0.1;

    private static final double W_PLUS_RATE = 0.05;
    private static final double TUNING_RATE = 0.005;

    private final TensorEngine engine;
    private final HeadGenerator generator;
    private final LatentPrior prior;
    private final PlaneLatent latent;
    private final PlanePictures pictures;
    private final List<SupervisingPixels> views;
    private final RevisionMeasure measure;
    private final int raysAStep;
    private final Random random = new Random(1);
    private @Nullable AdamOptimiser optimiser;

    /** @param raysAStep at most this many of a picture's pixels supervise a step */
    PlaneFitting(
            TensorEngine engine,
            HeadGenerator generator,
            ParameterMap weights,
            LatentPrior prior,
            SupervisingViews views,
            RevisionMeasure measure,
            int raysAStep) {
        this.engine = engine;
        this.generator = generator;
        this.prior = prior;
        this.views =
                SupervisingPixels.of(views.all(), generator.preset().rendering().side());
        this.measure = measure;
        this.raysAStep = raysAStep;
        latent = new PlaneLatent(engine, generator, weights, prior);
        pictures = new PlanePictures(generator, weights);
    }

    /** Nothing is read off the pictures. */
    @Override
    public void encode() {}

    @Override
    public boolean knowsHeads() {
        return false;
    }

    @Override
    public void retrieve() {
        throw new IllegalStateException("A generator of planes knows no heads.");
    }

    @Override
    public double optimise() {
        AdamOptimiser adam = optimiser;
        if (adam == null) {
            throw new IllegalStateException("Nothing is being optimised.");
        }
        boolean frontal = views.size() == 1 || random.nextDouble() < FRONTAL;
        SupervisingPixels view = views.get(frontal ? 0 : 1 + random.nextInt(views.size() - 1));
        int side = generator.preset().rendering().side();
        int count = Math.min(raysAStep, side * side);
        SupervisingPixels.Pixels pixels = view.draw(random, count);
        try (TensorSession session = engine.gradients()) {
            TensorOps ops = session.ops();
            NDArray label = session.memory().create(view.label(), new Shape(1, view.label().length));
            NDArray index = session.memory().create(pixels.index());
            RayBundle all = RayBundle.of(ops, label, side);
            SynthesisedHead head = latent.inProgress(session);
            RayBundle rays = new RayBundle(all.origins(), ops.call("pick", all.directions(), 1, index));
            RenderedRays seen = generator.seeDifferentiably(ops, latent.variables(), head, rays);
            NDArray behind = head.background() == null
                    ? null
                    : ops.call("pixels_of", ops.call("resize", head.background(), side, true), index);
            NDArray colours = generator.pixels(ops, latent.variables(), head, seen, behind);
            NDArray terms = ops.call(
                    "pixel_terms",
                    colours,
                    seen.opacity(),
                    session.memory().create(pixels.colours(), new Shape(1, 3, count)),
                    session.memory().create(pixels.alphas(), new Shape(1, count)),
                    session.memory().create(pixels.known(), new Shape(1, count)));
            NDArray share = session.memory().create(new float[] {1, OPACITY});
            NDArray total = terms.mul(share).sum().add(latent.regularisation(session));
            adam.step(List.of(ops.grad(List.of(total), adam.parameters(), false)), 1);
            return total.getFloat();
        }
    }

    @Override
    public Candidate grade() {
        TensorSession session = engine.inference();
        CachedHead head = generator.cache(session.ops(), latent.variables(), latent.synthesise(session));
        RevisionMeasure.Grade grade = measure.grade(camera -> pictures.raw(session, head, camera));
        return new GradedHead(session, measure, grade, revision -> PlaneAvatar.copy(engine, session, head, revision));
    }

    @Override
    public void enter(@Nullable Stage next) {
        closeOptimiser();
        if (next != null) {
            latent.enter(next);
            double rate = switch (next) {
                case W -> W_RATE * prior.deviation();
                case W_PLUS -> W_PLUS_RATE * prior.deviation();
                default -> TUNING_RATE;
            };
            optimiser = new AdamOptimiser(engine, latent.variables(), latent.moved(), name -> rate);
        }
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
        latent.close();
    }
}
