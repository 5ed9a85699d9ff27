package org.balancehead.actors.training;

import java.time.Duration;

/**
 * How runs are driven, whatever they train.
 *
 * @param batchesAhead batches that are drawn, or being drawn, before the trainer takes them; at least 1
 * @param readers that draw them; at least 1
 * @param maxReaderFailures failures in a row after which the run ends
 * @param curveSteps steps whose mean is a point of the loss curves, and between which states fall
 * @param leastVariety below which all heads are taken for one, see
 *     {@link org.balancehead.model.training.Training#variety}
 * @param strikes looks in a row below it that end the run
 * @param warmUpSteps before which variety does not count
 * @param maxSends tries to send a checkpoint
 * @param sendDelay wait after the first failed one; it doubles
 * @param maxSendDelay the longest wait
 * @param endDeadline what the run waits for judge and publisher after its last checkpoint
 */
public record TrainingSettings(
        int batchesAhead,
        int readers,
        int maxReaderFailures,
        int curveSteps,
        double leastVariety,
        int strikes,
        int warmUpSteps,
        int maxSends,
        Duration sendDelay,
        Duration maxSendDelay,
        Duration endDeadline) {
    public static final TrainingSettings DEFAULTS = new TrainingSettings(
            4, 1, 3, 20, 0.15, 2, 500, 6, Duration.ofSeconds(2), Duration.ofMinutes(1), Duration.ofMinutes(30));
}
