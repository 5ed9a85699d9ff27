package org.balancehead.model.training;

/**
 * What a reconstruction training does; a resumed run must keep it.
 *
 * @param preset architecture preset
 * @param seed of weights, batches and augmentation
 * @param encoderSteps steps of fitting the encoder to the closed form's codes
 * @param raySteps steps of fitting everything by rendering rays
 */
public record TrainingPlan(String preset, long seed, int encoderSteps, int raySteps) {
    /** Identities a batch of rays. */
    static final int IDENTITIES = 4;

    /** Rays an identity. */
    static final int RAYS = 1024;

    /** Samples a ray over its length, which remove floaters, and about the surface. */
    static final int STRATIFIED = 6;

    static final int GUIDED = 10;

    public TrainingPlan {
        if (encoderSteps < 0 || raySteps < 0) {
            throw new IllegalArgumentException("Steps cannot be negative.");
        }
    }

    /** All steps. */
    public int steps() {
        return encoderSteps + raySteps;
    }
}
