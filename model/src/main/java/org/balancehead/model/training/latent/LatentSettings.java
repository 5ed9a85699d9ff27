package org.balancehead.model.training.latent;

import com.typesafe.config.ConfigFactory;
import org.balancehead.model.settings.RecordReader;

/**
 * How a mapping network is trained in w space, as {@code training/NAME-mapping.conf} gives and explains it.
 *
 * @param batch heads a step, a multiple of 8
 * @param passes how often each head of the data is seen
 * @param mostSteps steps, however many heads there are
 * @param rate learning rate
 * @param width of the discriminator's layers
 * @param projected width in which heads are compared with conditions
 */
public record LatentSettings(int batch, int passes, int mostSteps, double rate, int width, int projected) {
    public LatentSettings {
        if (batch < 1 || batch % LatentDiscriminator.GROUP != 0) {
            throw new IllegalArgumentException(
                    "A batch is a multiple of %d heads.".formatted(LatentDiscriminator.GROUP));
        }
        if (passes < 1 || mostSteps < 1 || !(rate > 0) || width < 1 || projected < 1) {
            throw new IllegalArgumentException("Passes, steps, rate and widths are positive.");
        }
    }

    /**
     * Reads the settings that are bundled for a preset.
     *
     * @throws IllegalArgumentException when there are none, or a key is missing, unknown or wrong: in one sentence
     */
    public static LatentSettings of(String preset) {
        return RecordReader.read(
                "The mapping network's training of '" + preset + "'",
                ConfigFactory.parseResources("training/" + preset + "-mapping.conf")
                        .resolve(),
                LatentSettings.class);
    }

    int steps(int heads) {
        return (int) Math.max(1, Math.min(mostSteps, (long) passes * heads / batch));
    }
}
