package org.balancehead.model.training.refinement;

import com.typesafe.config.ConfigFactory;
import org.balancehead.model.settings.RecordReader;
import org.balancehead.model.training.objective.LabelShuffle;
import org.balancehead.model.training.objective.R1Penalty;
import org.balancehead.model.training.objective.ViCiCoLoss;

/**
 * How a chart generator is refined, as {@code training/NAME.conf} gives and explains it.
 *
 * @param reconstructed patches a step of heads that the encoder reads from pictures
 * @param drawn patches a step of heads that the mapping network draws
 * @param side rays of a patch's side; a power of two
 * @param rate learning rate of generator and encoder
 * @param discriminatorRate learning rate
 * @param averageHalfLife images after which a weight's share in the moving average has halved
 * @param adversarialWeight what the discriminator's word counts beside pixels
 * @param perceptualWeight what features count beside pixels
 * @param headStart images by which the discriminator learns before it is listened to
 * @param discriminator sizes
 */
public record RefinementSettings(
        int reconstructed,
        int drawn,
        int side,
        double rate,
        double discriminatorRate,
        double averageHalfLife,
        double adversarialWeight,
        double perceptualWeight,
        long headStart,
        R1Penalty r1,
        ViCiCoLoss vicico,
        LabelShuffle shuffle,
        Sizes discriminator) {
    /**
     * Sizes of the discriminator.
     *
     * @param channelBase channels times side, where {@code channelMax} does not bound them
     * @param channelMax most channels
     * @param mappingLayers of the label's mapping network
     */
    public record Sizes(int channelBase, int channelMax, int mappingLayers) {}

    public RefinementSettings {
        if (reconstructed < 2 || drawn < 0 || side < 8 || Integer.bitCount(side) != 1) {
            throw new IllegalArgumentException("A step needs 2 patches or more, of 8, 16, 32, … rays a side.");
        }
        if (!(rate > 0) || !(discriminatorRate > 0) || !(averageHalfLife > 0)) {
            throw new IllegalArgumentException("Learning rates and half-lives are positive.");
        }
    }

    /**
     * Reads the settings that are bundled for a preset.
     *
     * @throws IllegalArgumentException when there are none, or a key is missing, unknown or wrong: in one sentence
     */
    public static RefinementSettings of(String preset) {
        return RecordReader.read(
                "The refinement of '" + preset + "'",
                ConfigFactory.parseResources("training/" + preset + ".conf").resolve(),
                RefinementSettings.class);
    }

    /** Patches a step. */
    public int batch() {
        return reconstructed + drawn;
    }
}
