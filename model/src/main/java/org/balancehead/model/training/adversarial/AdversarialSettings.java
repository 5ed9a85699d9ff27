package org.balancehead.model.training.adversarial;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValueFactory;
import java.util.OptionalInt;
import org.balancehead.model.settings.RecordReader;
import org.balancehead.model.training.objective.BlurFade;
import org.balancehead.model.training.objective.LabelShuffle;
import org.balancehead.model.training.objective.R1Penalty;
import org.balancehead.model.training.objective.RawSide;
import org.balancehead.model.training.objective.ViCiCoLoss;
import org.balancehead.model.training.objective.ViewSwap;

/**
 * How a preset is trained against its discriminator, as {@code training/NAME.conf} gives and explains it.
 *
 * @param batch pictures a step
 * @param accumulated how many parts a batch is taken in, to save memory; each a multiple of the discriminator's group
 * @param generatorRate learning rate
 * @param discriminatorRate learning rate
 * @param averageHalfLife images after which a weight's share in the moving average has halved
 * @param r1 gradient penalty
 * @param vicico weight of the mismatched labels, where they are used
 * @param shuffle which part of a label is exchanged
 * @param blur fade-in
 * @param rawSide neural resolution
 * @param viewSwap for generators that are told a view
 */
public record AdversarialSettings(
        int batch,
        int accumulated,
        double generatorRate,
        double discriminatorRate,
        double averageHalfLife,
        R1Penalty r1,
        ViCiCoLoss vicico,
        LabelShuffle shuffle,
        BlurFade blur,
        RawSide rawSide,
        ViewSwap viewSwap) {
    public AdversarialSettings {
        if (batch < 2 || accumulated < 1 || batch % accumulated != 0) {
            throw new IllegalArgumentException("A batch has 2 pictures or more, in equal parts.");
        }
        if (!(generatorRate > 0) || !(discriminatorRate > 0) || !(averageHalfLife > 0)) {
            throw new IllegalArgumentException("Learning rates and half-lives are positive.");
        }
    }

    /**
     * Reads the settings that are bundled for a preset, or those of all presets where it has none of its own.
     *
     * @param batch pictures a step; empty for as many as are bundled
     * @param changes keys that replace the bundled ones
     * @throws IllegalArgumentException when a key is missing, unknown or wrong: in one sentence
     */
    public static AdversarialSettings of(String preset, OptionalInt batch, Config changes) {
        Config bundled = ConfigFactory.parseResources("training/" + preset + ".conf");
        Config all = ConfigFactory.parseResources("training/adversarial.conf");
        Config own =
                batch.isEmpty() ? changes : changes.withValue("batch", ConfigValueFactory.fromAnyRef(batch.getAsInt()));
        Config config = own.withFallback(bundled).withFallback(all).resolve();
        return RecordReader.read("The training of '" + preset + "'", config, AdversarialSettings.class);
    }
}
