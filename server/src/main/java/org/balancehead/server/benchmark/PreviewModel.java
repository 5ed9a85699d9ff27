package org.balancehead.server.benchmark;

import java.util.List;
import org.balancehead.model.DelegatingModel;
import org.balancehead.model.HeadModel;
import org.balancehead.model.face.AlignedHead;
import org.balancehead.model.inversion.Inversion;
import org.balancehead.model.inversion.InversionProgress;

/** A model whose heads are done with their first preview, so that views alone are left to do. */
final class PreviewModel extends DelegatingModel {
    PreviewModel(HeadModel model) {
        super(model);
    }

    @Override
    public Inversion invert(List<AlignedHead> views) {
        return new Preview(super.invert(views));
    }

    /** The steps of an inversion until it first revises. */
    private static final class Preview implements Inversion {
        private final Inversion inversion;
        private boolean revised;

        Preview(Inversion inversion) {
            this.inversion = inversion;
        }

        @Override
        public boolean finished() {
            return revised || inversion.finished();
        }

        @Override
        public InversionProgress step() {
            InversionProgress progress = inversion.step();
            revised = progress.revised().isPresent();
            return progress;
        }

        @Override
        public void close() {
            inversion.close();
        }
    }
}
