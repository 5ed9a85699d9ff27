package org.balancehead.actors.deployment;

import java.time.Duration;
import java.util.List;
import org.balancehead.model.DelegatingModel;
import org.balancehead.model.HeadModel;
import org.balancehead.model.face.AlignedHead;
import org.balancehead.model.image.RgbImage;
import org.balancehead.model.inversion.Avatar;
import org.balancehead.model.inversion.Inversion;
import org.balancehead.model.inversion.InversionProgress;
import org.balancehead.model.inversion.Revision;
import org.jspecify.annotations.Nullable;

/**
 * A version's model, which tells the version's figures how long its views took, together or alone, and how good its
 * avatars became.
 */
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
    public List<RgbImage> render(List<View> views) {
        long began = System.nanoTime();
        List<RgbImage> rendered = super.render(views);
        Duration each = Duration.ofNanos(System.nanoTime() - began);
        rendered.forEach(view -> figures.rendered(each));
        return rendered;
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
