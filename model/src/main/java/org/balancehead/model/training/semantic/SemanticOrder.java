package org.balancehead.model.training.semantic;

import java.time.Duration;

/**
 * How a semantic encoder is to be trained.
 *
 * @param seed of weights, batches and their augmentation
 * @param steps at most so many
 * @param limit the training ends after so long, however many steps that were; the learning rate goes by what is nearer
 * @param heads identities in a batch, each with two augmentations
 */
public record SemanticOrder(long seed, int steps, Duration limit, int heads) {
    /** Larger batches hold gigabytes of activations. */
    public static final int MOST_HEADS = 512;

    public SemanticOrder {
        if (steps < 1 || limit.isNegative() || limit.isZero() || heads < 2 || heads > MOST_HEADS) {
            throw new IllegalArgumentException(
                    "%d steps within %s of %d heads cannot be trained: give 1 step or more, some time, 2 to %d heads."
                            .formatted(steps, limit, heads, MOST_HEADS));
        }
    }
}
