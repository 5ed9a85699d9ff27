package org.balancehead.model.training.adversarial;

import java.util.random.RandomGenerator;
import org.balancehead.model.discriminator.DiscriminatorSettings;
import org.balancehead.model.discriminator.DualDiscriminator;
import org.balancehead.model.generator.GeneratorPreset;
import org.balancehead.model.generator.HeadGenerator;
import org.balancehead.model.tensor.ParameterMap;
import org.balancehead.model.tensor.TensorEngine;

/** A generator and its discriminator with the weights that are being trained; owns the weights. */
final class Networks implements AutoCloseable {
    final HeadGenerator generator;
    final DualDiscriminator discriminator;
    final ParameterMap generatorWeights;
    final ParameterMap discriminatorWeights;

    private Networks(
            HeadGenerator generator,
            DualDiscriminator discriminator,
            ParameterMap generatorWeights,
            ParameterMap discriminatorWeights) {
        this.generator = generator;
        this.discriminator = discriminator;
        this.generatorWeights = generatorWeights;
        this.discriminatorWeights = discriminatorWeights;
    }

    /**
     * Draws the weights.
     *
     * @param preset for conditions of the length that is trained with
     * @param label numbers of the discriminator's label
     * @param masked whether the data have masks; if not, the discriminator sees none of the generated heads either
     * @throws IllegalArgumentException when the preset has no discriminator, or moves the camera: in one sentence
     */
    static Networks draw(
            TensorEngine engine, GeneratorPreset preset, int label, boolean masked, RandomGenerator random) {
        if (preset.cameraShift()) {
            throw new IllegalArgumentException(
                    "Presets that move the camera are imported, not trained here: choose tiny or balancehead-512.");
        }
        DiscriminatorSettings sizes = preset.discriminator()
                .orElseThrow(() -> new IllegalArgumentException(
                        "This preset has no discriminator to train against: choose tiny or balancehead-512."))
                .withLabel(label);
        DualDiscriminator discriminator =
                new DualDiscriminator(masked ? sizes : sizes.withoutMask(), preset.imageSide());
        HeadGenerator generator = HeadGenerator.withRandomSamples(preset);
        return new Networks(
                generator,
                discriminator,
                generator.layout().draw(engine, random),
                discriminator.layout().draw(engine, random));
    }

    @Override
    public void close() {
        generatorWeights.close();
        discriminatorWeights.close();
    }
}
