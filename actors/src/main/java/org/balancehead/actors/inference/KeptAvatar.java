package org.balancehead.actors.inference;

import org.balancehead.model.HeadModel;
import org.balancehead.model.inversion.AvatarCopy;
import org.balancehead.model.inversion.Revision;

/**
 * An avatar outside of a device, which any device of its checkpoint can show.
 *
 * @param revision number among those that its session was told of
 */
public record KeptAvatar(AvatarCopy copy, long revision) {
    static KeptAvatar of(HeadModel model, ShownAvatars.Shown shown) {
        return new KeptAvatar(model.copy(shown.avatar()), shown.revision());
    }

    ShownAvatars.Shown restored(HeadModel model) {
        return new ShownAvatars.Shown(model.restore(copy), revision);
    }

    /** As its session is told of it. */
    Revision told() {
        Revision made = copy.revision();
        return new Revision(Math.toIntExact(revision), made.stage(), made.psnr(), made.identity());
    }
}
