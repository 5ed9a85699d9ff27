package org.balancehead.actors.fakes;

import org.balancehead.model.inversion.Avatar;
import org.balancehead.model.inversion.Revision;

/** An avatar whose model counts whether it is closed. */
final class FakeAvatar implements Avatar {
    private final FakeHeadModel model;
    private final Revision revision;
    private boolean freed;

    FakeAvatar(FakeHeadModel model, Revision revision) {
        this.model = model;
        this.revision = revision;
        model.opened();
    }

    @Override
    public Revision revision() {
        return revision;
    }

    @Override
    public void close() {
        if (!freed) {
            freed = true;
            model.closed("avatar");
        }
    }
}
