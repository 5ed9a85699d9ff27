package org.balancehead.model.benchmark;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Random;
import org.balancehead.model.camera.CameraPose;
import org.balancehead.model.generator.CachedHead;
import org.balancehead.model.generator.HeadGenerator;
import org.balancehead.model.generator.SynthesisedHead;
import org.balancehead.model.tensor.ParameterMap;
import org.balancehead.model.tensor.TensorEngine;
import org.balancehead.model.tensor.TensorSession;

/**
 * Random weights of a generator, and a head as large as a person's on its planes: without that shape, everything would
 * be fog. Both are owned by this.
 */
final class DrawnHead implements AutoCloseable {
    private static final CameraPose ASIDE = CameraPose.orbit(40, 10);
    private static final long SEED = 1;

    private final HeadGenerator generator;
    private final ParameterMap weights;
    private final ParameterMap shaping;
    private final NDManager owner;
    private final CachedHead cached;

    /**
     * Draws weights and a head.
     *
     * @throws IllegalArgumentException when the planes are spherical
     */
    DrawnHead(TensorEngine engine, HeadGenerator generator) {
        this.generator = generator;
        weights = generator.layout().draw(engine, new Random(SEED));
        shaping = HeadShape.decoder(engine, weights);
        owner = engine.newOwner();
        try (TensorSession session = engine.inference()) {
            SynthesisedHead shaped = HeadShape.planes(generator.preset(), synthesise(session), session.memory(), SEED);
            cached = generator.cache(session.ops(), shaping, shaped).kept(session, owner);
        }
    }

    /** What the generator learned: nothing. */
    ParameterMap weights() {
        return weights;
    }

    /** The weights that render the head. */
    ParameterMap shaping() {
        return shaping;
    }

    CachedHead cached() {
        return cached;
    }

    /** A head of random w. */
    SynthesisedHead synthesise(TensorSession session) {
        float[] w = gaussian(generator.preset().mapping().width());
        NDArray ws = session.memory().create(w, new Shape(1, 1, w.length)).repeat(1, generator.layers());
        return generator.synthesise(session.ops(), weights, ws);
    }

    /** Numbers that are the same each time. */
    static float[] gaussian(int length) {
        Random random = new Random(SEED);
        float[] numbers = new float[length];
        for (int i = 0; i < length; i++) {
            numbers[i] = (float) random.nextGaussian();
        }
        return numbers;
    }

    /** The label of a camera beside the head, so many times: {@code [N, 25]}. */
    static NDArray labels(TensorSession session, int count) {
        float[] label = ASIDE.label();
        return session.memory().create(label, new Shape(1, label.length)).repeat(0, count);
    }

    @Override
    public void close() {
        owner.close();
        shaping.close();
        weights.close();
    }
}
