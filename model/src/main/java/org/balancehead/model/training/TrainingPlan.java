package org.balancehead.model.training;

/**
 * What a reconstruction training does; a resumed run must keep it.
 *
 * @param preset architecture preset
 * @param seed of weights, batches and augmentation
 * @param steps of fitting everything by rendering rays, after the closed form
 */
public record TrainingPlan(String preset, long seed, int steps) {
    /** Identities a batch of rays. */
    static final int IDENTITIES = 8;

    /** Rays an identity. */
    static final int RAYS = 512;

    /** Samples a ray over its length, which remove floaters; about the true surface; about the model's own. */
    static final int STRATIFIED = 3;

    static final int GUIDED = 5;
    static final int OWN = 8;

    public TrainingPlan {
        if (steps < 0) {
            throw new IllegalArgumentException("Steps cannot be negative.");
        }
    }
}
