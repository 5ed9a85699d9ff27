package org.balancehead.model.evaluation;

import java.util.List;
import org.balancehead.model.condition.FaceRes;
import org.balancehead.model.image.RgbImage;
import org.balancehead.model.tensor.TensorEngine;

/**
 * Features of the face descriptor that ships, of whole pictures, not of the face's square: sides and backs of heads
 * have such features too. 1024 numbers.
 */
public final class FaceResFeatures implements FeatureSpace {
    private final FaceRes network;

    public FaceResFeatures(TensorEngine engine) {
        network = FaceRes.open(engine);
    }

    @Override
    public String name() {
        return network.name();
    }

    @Override
    public float[][] features(List<RgbImage> pictures) {
        return network.encodeWhole(pictures);
    }

    @Override
    public void close() {
        network.close();
    }
}
