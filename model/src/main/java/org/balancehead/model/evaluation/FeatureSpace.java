package org.balancehead.model.evaluation;

import java.util.List;
import org.balancehead.model.image.RgbImage;

/** Numbers that stand for what a picture shows: Fréchet distances are measured in such a space. */
public interface FeatureSpace extends AutoCloseable {
    /** As the figures' names have it: letters alone. */
    String name();

    /**
     * The features of pictures, all computed together.
     *
     * @param pictures at least one, all of one size
     * @return a feature for each, all of one length
     */
    float[][] features(List<RgbImage> pictures);

    @Override
    void close();
}
