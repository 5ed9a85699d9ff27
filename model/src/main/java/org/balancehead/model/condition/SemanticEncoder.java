package org.balancehead.model.condition;

import java.util.List;
import org.balancehead.model.face.AlignedHead;
import org.balancehead.model.image.RgbImage;

/**
 * Describes the person on an aligned frontal crop as a feature vector: the generator's condition (paper, section 3.1).
 * Several threads may encode at a time.
 */
public interface SemanticEncoder extends AutoCloseable {
    /** The encoder's name, as manifests have it. */
    String name();

    /** How many numbers a feature has. */
    int dimension();

    /** The feature of a photographed head, its ground replaced by white, as the training pictures have it. */
    float[] encode(AlignedHead frontal);

    /** The feature of a square crop in the full-head frame, seen from the front, such as a training picture. */
    default float[] encode(RgbImage alignedFrontalCrop) {
        return encodeAll(List.of(alignedFrontalCrop))[0];
    }

    /**
     * The features of such crops in their order, computed several at a time.
     *
     * @param alignedFrontalCrops all of one size
     */
    float[][] encodeAll(List<RgbImage> alignedFrontalCrops);

    @Override
    void close();

    /**
     * How alike two features are: the cosine of the angle between them, −1…1.
     *
     * @throws IllegalArgumentException when they differ in length, or one is zero
     */
    static double cosine(float[] a, float[] b) {
        if (a.length != b.length) {
            throw new IllegalArgumentException("Features of %d and %d numbers.".formatted(a.length, b.length));
        }
        double common = 0;
        double squareA = 0;
        double squareB = 0;
        for (int i = 0; i < a.length; i++) {
            common += (double) a[i] * b[i];
            squareA += (double) a[i] * a[i];
            squareB += (double) b[i] * b[i];
        }
        if (squareA == 0 || squareB == 0) {
            throw new IllegalArgumentException("A feature of zeros has no direction.");
        }
        return common / Math.sqrt(squareA * squareB);
    }
}
