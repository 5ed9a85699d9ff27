package org.balancehead.actors.inference;

import org.balancehead.model.HeadModel;
import org.balancehead.model.inversion.AvatarCopy;

/**
 * What a session saw last, kept outside of the worker, so that a fresh one shows it at once.
 *
 * @param revision number among those that the session was told of
 */
record KeptAvatar(AvatarCopy copy, long revision) {
    static KeptAvatar of(HeadModel model, ShownAvatars.Shown shown) {
        return new KeptAvatar(model.copy(shown.avatar()), shown.revision());
    }

    ShownAvatars.Shown restored(HeadModel model) {
        return new ShownAvatars.Shown(model.restore(copy), revision);
    }
}
