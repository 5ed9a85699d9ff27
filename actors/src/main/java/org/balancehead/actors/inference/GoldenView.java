package org.balancehead.actors.inference;

import org.balancehead.model.checkpoint.CheckpointException;
import org.balancehead.model.image.RgbImage;
import org.balancehead.model.inversion.Revision;

/** What a model's first view must be before anybody sees another: of finite numbers, of the stated size, a picture. */
final class GoldenView {
    private GoldenView() {}

    /**
     * Checks a view.
     *
     * @param revision of the avatar that it shows
     * @param side that the model states, in pixels
     * @throws CheckpointException when the model must not be served: in one sentence
     */
    static void check(Revision revision, RgbImage view, int side) {
        if (!Double.isFinite(revision.psnr()) || !Double.isFinite(revision.identity())) {
            throw new CheckpointException("The model's first avatar has a PSNR of %s dB and an identity of %s."
                    .formatted(revision.psnr(), revision.identity()));
        }
        if (view.width() != side || view.height() != side) {
            throw new CheckpointException("The model renders %d×%d, but says that it renders %d²."
                    .formatted(view.width(), view.height(), side));
        }
        if (isOfOneColour(view.rgb())) {
            throw new CheckpointException("The model's first view is of one colour: it shows nothing.");
        }
    }

    private static boolean isOfOneColour(byte[] rgb) {
        for (int i = 3; i < rgb.length; i++) {
            if (rgb[i] != rgb[i - 3]) {
                return false;
            }
        }
        return true;
    }
}
