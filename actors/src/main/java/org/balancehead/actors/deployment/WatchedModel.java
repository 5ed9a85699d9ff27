package org.balancehead.actors.deployment;

import java.time.Duration;
import java.util.List;
import org.balancehead.model.DelegatingModel;
import org.balancehead.model.HeadModel;
import org.balancehead.model.camera.CameraPose;
import org.balancehead.model.face.AlignedHead;
import org.balancehead.model.image.RgbImage;
import org.balancehead.model.inversion.Avatar;
import org.balancehead.model.inversion.Inversion;
import org.balancehead.model.inversion.InversionProgress;
import org.balancehead.model.inversion.Revision;
import org.jspecify.annotations.Nullable;

/** A version's model, which tells the version's figures how long its views took and how good its avatars became. */
final class WatchedModel extends DelegatingModel {
    private final VersionFigures figures;

    WatchedModel(HeadModel model, VersionFigures figures) {
        super(model);
        this.figures = figures;
    }

    @Override
    public Inversion invert(List<AlignedHead> views) {
        return new WatchedInversion(super.invert(views));
    }

    @Override
    public RgbImage render(Avatar avatar, CameraPose camera) {
        long began = System.nanoTime();
        RgbImage view = super.render(avatar, camera);
        figures.rendered(Duration.ofNanos(System.nanoTime() - began));
        return view;
    }

    private final class WatchedInversion implements Inversion {
        private final Inversion inversion;
        private @Nullable Revision best;

        WatchedInversion(Inversion inversion) {
            this.inversion = inversion;
        }

        @Override
        public boolean finished() {
            return inversion.finished();
        }

        @Override
        public InversionProgress step() {
            InversionProgress progress = inversion.step();
            best = progress.revised().map(Avatar::revision).orElse(best);
            if (best != null && inversion.finished()) {
                figures.finished(best);
            }
            return progress;
        }

        @Override
        public void close() {
            inversion.close();
        }
    }
}
