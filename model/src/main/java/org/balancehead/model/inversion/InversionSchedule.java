package org.balancehead.model.inversion;

/**
 * How long each stage of an inversion goes on and how fast it moves.
 *
 * @param wSteps steps on one w for all layers
 * @param wPlusSteps steps on a w for each layer
 * @param tuningSteps steps on the avatar's own chart residual
 * @param stepsASlice steps between two calls of the scheduler
 * @param stepsAGrade steps between two gradings, each of which costs as much as several steps
 * @param raysAStep random rays that a step supervises
 */
record InversionSchedule(int wSteps, int wPlusSteps, int tuningSteps, int stepsASlice, int stepsAGrade, int raysAStep) {
    static final InversionSchedule STANDARD = new InversionSchedule(40, 40, 120, 2, 20, 2048);

    /** Learning rate of w. */
    static final double W_RATE = 0.06;

    /** Learning rate of the chart residual's colours; its radius moves {@link #RADIUS_SHARE} as far. */
    static final double COLOUR_RATE = 0.02;

    static final double RADIUS_SHARE = 0.05;

    int steps(Stage stage) {
        return switch (stage) {
            case ENCODER -> 1;
            case W -> wSteps;
            case W_PLUS -> wPlusSteps;
            case TUNING -> tuningSteps;
        };
    }
}
