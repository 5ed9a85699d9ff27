package org.balancehead.model.training;

import org.balancehead.model.generator.chart.LinearChart;

/**
 * The learning rate of each parameter, and its schedule: a short warm-up, constant, then linearly down to nothing.
 *
 * <p>The closed form's arrays move far more slowly than the networks: faster rates undo the start.
 *
 * @param network of the networks
 */
public record LearningRates(double network) {
    private static final int WARM_UP = 200;
    private static final double DECAY_FROM = 0.5;
    private static final double FLOOR = 0.02;

    /** The rate of a parameter. */
    public double of(String parameter) {
        return switch (parameter) {
            case LinearChart.MEAN, LinearChart.BASIS -> network * 0.0125;
            case "encoder.linear" -> network * 0.01;
            case "field.hidden.weight", "field.hidden.bias" -> network * 0.5;
            case "field.out.weight", "field.out.bias" -> network * 0.25;
            case "planes.mean" -> network * 2;
            case "planes.maps" -> network;
            default -> network;
        };
    }

    /** The factor of all rates at a step, counted from 0, of so many. */
    public static double factor(int step, int steps) {
        double warmth = Math.min(1, (step + 1) / (double) WARM_UP);
        double left = (steps - step) / (double) steps;
        return warmth * (left > DECAY_FROM ? 1 : Math.max(FLOOR, left / DECAY_FROM));
    }
}
