package org.balancehead.model.evaluation;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.balancehead.model.condition.RgbArrays;
import org.balancehead.model.image.RgbImage;
import org.balancehead.model.tensor.TensorEngine;
import org.balancehead.model.tensor.TensorSession;
import org.balancehead.model.tensor.TorchScriptModule;
import org.jspecify.annotations.Nullable;

/**
 * Features of a network that the user has as TorchScript, called as StyleGAN's {@code inception-2015-12-05.pt} is:
 * {@code forward(bytes [N, 3, H, W], return_features = true)} gives {@code [N, D]}; that one's D is 2048.
 */
public final class InceptionFeatures implements FeatureSpace {
    /** Side of the picture that a network is tried with. */
    private static final int TRIED = 64;

    private final TensorEngine engine;
    private final Path file;
    private final TorchScriptModule network;

    /**
     * Loads a network and tries it.
     *
     * @throws IllegalArgumentException when the file is no TorchScript, or the network takes no such pictures or gives
     *     no such features: in one sentence
     */
    public InceptionFeatures(TensorEngine engine, Path file) {
        this.engine = engine;
        this.file = file;
        network = TorchScriptModule.load(engine, file);
        try {
            features(List.of(new RgbImage(TRIED, TRIED, new byte[TRIED * TRIED * 3])));
        } catch (IllegalArgumentException e) {
            network.close();
            throw e;
        }
    }

    @Override
    public String name() {
        return "inception";
    }

    @Override
    public float[][] features(List<RgbImage> pictures) {
        int n = pictures.size();
        try (TensorSession session = engine.inference()) {
            NDArray features = session.ops().run(network, RgbArrays.of(session, pictures), true);
            if (features.getShape().dimension() != 2 || features.getShape().get(0) != n) {
                throw unusable("gives %s for %d pictures".formatted(features.getShape(), n), null);
            }
            float[] numbers = features.toFloatArray();
            int d = numbers.length / n;
            return IntStream.range(0, n)
                    .mapToObj(i -> Arrays.copyOfRange(numbers, i * d, (i + 1) * d))
                    .toArray(float[][]::new);
        } catch (EngineException e) {
            throw unusable("fails", e);
        }
    }

    private IllegalArgumentException unusable(String how, @Nullable Throwable cause) {
        return new IllegalArgumentException(
                "%s %s: give a network that is called with bytes [N, 3, H, W] and true, and returns features [N, D]."
                        .formatted(file, how),
                cause);
    }

    @Override
    public void close() {
        network.close();
    }
}
