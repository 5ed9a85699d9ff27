package org.balancehead.actors.avatar;

import java.util.Optional;
import org.balancehead.model.inversion.Revision;
import org.jspecify.annotations.Nullable;

/**
 * Whether an avatar that another model version made of the same frames may take the place of the one that is shown:
 * when it is at most a little worse, by both measures.
 */
final class AsGood {
    private final MoveTolerance tolerance;
    private @Nullable Revision shown;

    /** @param shown what it is held against; empty when nothing is shown, so that anything is good enough */
    AsGood(Optional<Revision> shown, MoveTolerance tolerance) {
        this.shown = shown.orElse(null);
        this.tolerance = tolerance;
    }

    boolean holds(Revision made) {
        return shown == null
                || (made.psnr() >= shown.psnr() - tolerance.psnr()
                        && made.identity() >= shown.identity() - tolerance.identity());
    }

    /** Nothing is shown any more. */
    void forgetShown() {
        shown = null;
    }
}
