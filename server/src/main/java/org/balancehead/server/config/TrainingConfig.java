package org.balancehead.server.config;

import java.time.Duration;
import org.balancehead.actors.training.TrainingSettings;

/** The keys below {@code training}. */
final class TrainingConfig {
    private TrainingConfig() {}

    static TrainingSettings read(CheckedKeys keys) {
        Duration sendDelay = keys.duration("training.send-delay", Duration.ofMillis(10), Duration.ofMinutes(10));
        return new TrainingSettings(
                keys.integer("training.batches-ahead", 1, 64),
                keys.integer("training.readers", 1, 16),
                keys.integer("training.max-reader-failures", 1, 20),
                keys.integer("training.curve-steps", 1, 10_000),
                keys.number("training.least-variety", 0, 1),
                keys.integer("training.variety-strikes", 1, 100),
                keys.integer("training.warm-up-steps", 0, 1_000_000),
                keys.integer("training.max-sends", 1, 100),
                sendDelay,
                keys.duration("training.max-send-delay", sendDelay, Duration.ofHours(1)),
                keys.duration("training.end-deadline", Duration.ofSeconds(1), Duration.ofHours(12)));
    }
}
