package org.balancehead.model.training;

import java.util.Random;
import org.balancehead.model.dataset.ViewSource;

/**
 * What one step of a reconstruction training needs of B identities, in plain memory.
 *
 * @param identities B
 * @param pictures what the encoder sees, {@code [B, 4, 128, 128]}
 * @param rays what is rendered, and what is to be seen there
 */
record ReconstructionBatch(int identities, float[] pictures, RayBatch rays) {
    /** Identities a batch, unless told otherwise. */
    static final int IDENTITIES = 8;

    /** Rays an identity. */
    static final int RAYS = 512;

    /** Samples a ray over its length, which remove floaters; about the true surface; about the model's own. */
    static final int STRATIFIED = 3;

    static final int GUIDED = 5;
    static final int OWN = 8;

    private static final double EXPOSURE = 0.06;
    private static final double BALANCE = 0.03;

    /** Draws one; safe in any thread. */
    static ReconstructionBatch draw(ViewSource data, int identities, Random random) {
        EncoderPictures pictures = new EncoderPictures(new FrontalPictures(data));
        RayBatch rays = new RayBatch(data, identities, RAYS, STRATIFIED, GUIDED);
        float[] input = new float[identities * FrontalPictures.length()];
        for (int slot = 0; slot < identities; slot++) {
            int identity = random.nextInt(data.identities());
            boolean mirrored = random.nextBoolean();
            ColourJitter jitter = ColourJitter.draw(random, EXPOSURE, BALANCE);
            pictures.read(identity, mirrored, jitter, random, input, slot * FrontalPictures.length());
            rays.fill(slot, identity, mirrored, jitter, random);
        }
        return new ReconstructionBatch(identities, input, rays);
    }
}
