package org.balancehead.model.training.objective;

import ai.djl.ndarray.NDArray;
import org.balancehead.model.tensor.TensorOps;

/**
 * Blurs what the discriminator sees, ever less: the standard deviation falls linearly to 0 (StyleGAN3 and EG3D).
 *
 * @param sigma at first, in pixels of the final picture
 * @param images by then it is 0; 0 for no blur at all
 */
public record BlurFade(double sigma, long images) {
    private static final double LEAST = 0.34; // below, the filter's radius is 0

    public BlurFade {
        if (!(sigma >= 0) || images < 0) {
            throw new IllegalArgumentException("A blur needs no negative sigma, and no negative images to fade over.");
        }
    }

    /** The standard deviation after so many images. */
    public double sigmaAt(long seen) {
        return images == 0 ? 0 : sigma * Math.max(0, 1 - seen / (double) images);
    }

    /**
     * Pictures as they are shown after so many images; the filter ends at three deviations.
     *
     * @param pictures {@code [N, C, h, h]}
     * @param side of the final pictures: smaller ones are blurred by as much less
     */
    public NDArray apply(TensorOps ops, NDArray pictures, int side, long seen) {
        double now = sigmaAt(seen) * pictures.getShape().get(3) / side;
        return now < LEAST ? pictures : ops.call("blur", pictures, now, (int) Math.floor(3 * now));
    }
}
