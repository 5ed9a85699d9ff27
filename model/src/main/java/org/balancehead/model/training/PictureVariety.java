package org.balancehead.model.training;

import java.util.List;
import org.balancehead.model.image.RgbImage;

/** How much pictures differ: the mean distance of each from the mean of all. */
public final class PictureVariety {
    private PictureVariety() {}

    /**
     * The variety of some pictures over that of others: 0 when all are one, about 1 when they vary as the others do.
     *
     * @throws IllegalArgumentException when the others are all equal
     */
    public static double share(List<RgbImage> made, List<RgbImage> others) {
        double wanted = of(others);
        if (wanted == 0) {
            throw new IllegalArgumentException("Pictures that are all equal have no variety to compare with.");
        }
        return of(made) / wanted;
    }

    /**
     * The mean over the pictures of the root of the mean square difference from the mean picture, in grey levels of
     * 255.
     *
     * @param pictures of one size
     */
    public static double of(List<RgbImage> pictures) {
        double[] mean = new double[pictures.get(0).rgb().length];
        for (RgbImage picture : pictures) {
            for (int i = 0; i < mean.length; i++) {
                mean[i] += (picture.rgb()[i] & 0xff) / (double) pictures.size();
            }
        }
        double sum = 0;
        for (RgbImage picture : pictures) {
            double square = 0;
            for (int i = 0; i < mean.length; i++) {
                double difference = (picture.rgb()[i] & 0xff) - mean[i];
                square += difference * difference;
            }
            sum += Math.sqrt(square / mean.length);
        }
        return sum / pictures.size();
    }
}
