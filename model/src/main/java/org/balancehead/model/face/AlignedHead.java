package org.balancehead.model.face;

import java.util.Arrays;
import org.balancehead.model.camera.CameraPose;
import org.balancehead.model.image.Mask;
import org.balancehead.model.image.Resampling;
import org.balancehead.model.image.RgbImage;

/**
 * A head cut out of a picture so that it stands in the head world's full-head frame (design §8).
 *
 * @param crop the square picture, ground included; pixels outside the source repeat its edge
 * @param mask what of the crop is head, neck, hair and collar; 0 outside the source picture
 * @param camera the camera that sees the head as the crop shows it
 * @param known which pixels of the crop come from the source picture: 1 inside, 0 outside
 */
public record AlignedHead(RgbImage crop, Mask mask, CameraPose camera, Mask known) {
    private static final byte GREY = (byte) 128;

    /** A grey square seen from the front, all of it head: stands for a person where nobody is, to warm a model up. */
    public static AlignedHead grey(int side) {
        byte[] rgb = new byte[side * side * 3];
        Arrays.fill(rgb, GREY);
        Mask all = Mask.everywhere(side, side);
        return new AlignedHead(new RgbImage(side, side, rgb), all, CameraPose.orbit(0, 0), all);
    }

    /** The same in another size, as square as this. */
    public AlignedHead resized(int side) {
        return side == crop.width()
                ? this
                : new AlignedHead(
                        Resampling.resize(crop, side, side),
                        mask.resized(side, side),
                        camera,
                        known.resized(side, side));
    }
}
