package org.balancehead.model.inversion;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.Random;
import org.balancehead.model.generator.HeadGenerator;
import org.balancehead.model.generator.Truncation;
import org.balancehead.model.tensor.ParameterMap;
import org.balancehead.model.tensor.TensorEngine;
import org.balancehead.model.tensor.TensorSession;

/**
 * Where w lies for one condition, by samples of the mapping network: where inversion begins, and how far it moves.
 *
 * @param mean {@code [W]}
 * @param deviation root mean square distance of an entry from its mean
 */
record LatentPrior(float[] mean, float deviation) {
    private static final int SAMPLES = 256;
    private static final long SEED = 1;

    /** @param condition what the generator is conditioned on */
    static LatentPrior of(TensorEngine engine, HeadGenerator generator, ParameterMap weights, float[] condition) {
        try (TensorSession session = engine.inference()) {
            int latent = generator.preset().mapping().latent();
            float[] numbers = new float[SAMPLES * latent];
            Random random = new Random(SEED);
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = (float) random.nextGaussian();
            }
            NDArray z = session.memory().create(numbers, new Shape(SAMPLES, latent));
            NDArray same = session.memory()
                    .create(condition, new Shape(1, condition.length))
                    .repeat(0, SAMPLES);
            NDArray w = generator
                    .map(session.ops(), weights, z, same, Truncation.NONE)
                    .get(":, 0");
            NDArray mean = w.mean(new int[] {0}, true);
            float deviation = w.sub(mean).square().mean().sqrt().getFloat();
            return new LatentPrior(mean.toFloatArray(), deviation);
        }
    }
}
