package org.balancehead.model.benchmark;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import java.util.List;
import java.util.Random;
import org.balancehead.model.discriminator.DiscriminatorSettings;
import org.balancehead.model.discriminator.DualDiscriminator;
import org.balancehead.model.generator.HeadImages;
import org.balancehead.model.tensor.AdamOptimiser;
import org.balancehead.model.tensor.ParameterLayout;
import org.balancehead.model.tensor.ParameterMap;
import org.balancehead.model.tensor.TensorEngine;
import org.balancehead.model.tensor.TensorSession;

/**
 * A discriminator with random weights, and its training step on one real and one generated picture: non-saturating
 * loss, gradients of all weights, Adam. Without R1, which only every sixteenth step or so has.
 */
final class DiscriminatorStep implements AutoCloseable {
    private static final int PICTURES = 2;
    private static final double RATE = 0.002;

    /** Forward, back for what goes in, back for the weights. */
    private static final int PASSES = 3;

    private final TensorEngine engine;
    private final DiscriminatorSettings settings;
    private final int side;
    private final DualDiscriminator discriminator;
    private final ParameterMap weights;
    private final AdamOptimiser optimiser;

    /** @param side of the pictures */
    DiscriminatorStep(TensorEngine engine, DiscriminatorSettings settings, int side, Random random) {
        this.engine = engine;
        this.settings = settings;
        this.side = side;
        discriminator = new DualDiscriminator(settings, side);
        ParameterLayout layout = discriminator.layout();
        weights = layout.draw(engine, random);
        List<String> trained = layout.names().stream().filter(layout::trained).toList();
        optimiser = new AdamOptimiser(engine, weights, trained, name -> RATE);
    }

    Work work() {
        double judging = new MultiplyAdds(discriminator.layout().shapes()).discriminator(side);
        return Work.ofMultiplyAdds(PASSES * PICTURES * judging);
    }

    void take() {
        try (TensorSession session = engine.gradients()) {
            NDArray image = pictures(session, 3);
            NDArray parsing = pictures(session, Math.max(1, settings.parsing()));
            HeadImages seen = new HeadImages(image, image, image, pictures(session, 1), parsing, image);
            NDArray labels = session.memory().ones(new Shape(PICTURES, settings.label()));
            NDArray logits = discriminator.judge(session.ops(), weights, seen, labels);
            NDArray wrong = session.memory().create(new float[] {-1, 1}, new Shape(PICTURES, 1));
            NDArray loss = Activation.softPlus(logits.mul(wrong)).mean();
            optimiser.step(List.of(session.ops().grad(List.of(loss), optimiser.parameters(), false)), 1);
        }
    }

    private NDArray pictures(TensorSession session, int channels) {
        return session.memory().randomUniform(-1, 1, new Shape(PICTURES, channels, side, side));
    }

    @Override
    public void close() {
        optimiser.close();
        weights.close();
    }
}
