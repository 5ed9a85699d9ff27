package org.balancehead.actors.inference;

import java.util.OptionalDouble;
import org.balancehead.model.inversion.Revision;
import org.balancehead.model.inversion.Stage;

/**
 * What an avatar must reach to be shown in place of the one that its session sees.
 *
 * @param psnr of the one that is shown, in dB; empty when none is
 * @param sameViews whether that one was measured on the same views. If not, avatars from w⁺ on are taken whatever they
 *     reach: more views are harder to agree with
 */
public record Bar(OptionalDouble psnr, boolean sameViews) {
    /** There is none. */
    public static final Bar NONE = new Bar(OptionalDouble.empty(), false);

    boolean isReachedBy(Revision made) {
        boolean counts = sameViews || made.stage().compareTo(Stage.W_PLUS) < 0;
        return !counts || psnr.isEmpty() || made.psnr() >= psnr.getAsDouble();
    }
}
