package org.balancehead.actors.inference;

import java.util.List;
import org.balancehead.model.HeadModel;
import org.balancehead.model.camera.CameraPose;
import org.balancehead.model.face.AlignedHead;
import org.balancehead.model.inversion.Avatar;
import org.balancehead.model.inversion.Inversion;

/**
 * The first avatar and view of a model, made of a grey picture before anybody waits for them: first uses take several
 * times longer than later ones, and a model that cannot do this must not be served.
 */
final class WarmUp {
    private static final int SLICES = 2;

    private WarmUp() {}

    /** Warms the model up, and gives it back; closes it when it fails. */
    static HeadModel of(HeadModel model) {
        boolean warm = false;
        try (Inversion inversion = model.invert(List.of(AlignedHead.grey(model.imageSize())))) {
            for (int slice = 0; slice < SLICES && !inversion.finished(); slice++) {
                inversion.step().revised().ifPresent(avatar -> renderAndClose(model, avatar));
            }
            warm = true;
        } finally {
            if (!warm) {
                model.close();
            }
        }
        return model;
    }

    private static void renderAndClose(HeadModel model, Avatar avatar) {
        try (avatar) {
            GoldenView.check(avatar.revision(), model.render(avatar, CameraPose.orbit(0, 0)), model.imageSize());
        }
    }
}
