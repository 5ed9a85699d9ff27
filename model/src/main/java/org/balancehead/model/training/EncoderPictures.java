package org.balancehead.model.training;

import java.util.Random;
import org.balancehead.model.inversion.HeadEncoder;

/** The identities' frontal pictures, augmented, with the jitter that the target shares. Confined to one thread. */
public final class EncoderPictures {
    private final FrontalPictures pictures;
    private final PictureAugmentation augmentation = new PictureAugmentation(HeadEncoder.INPUT);
    private final float[] clean = new float[FrontalPictures.length()];

    public EncoderPictures(FrontalPictures pictures) {
        this.pictures = pictures;
    }

    /** Writes one augmented picture {@code [4, 128, 128]} at {@code offset}. */
    public void read(int identity, boolean mirrored, ColourJitter jitter, Random random, float[] to, int offset) {
        pictures.read(identity, mirrored, clean, 0);
        augmentation.apply(clean, jitter, random, to, offset);
    }
}
