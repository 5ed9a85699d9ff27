package org.balancehead.actors.deployment;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.balancehead.model.HeadModel;
import org.balancehead.model.ModelVersion;
import org.balancehead.model.camera.CameraPose;
import org.balancehead.model.face.AlignedHead;
import org.balancehead.model.image.RgbImage;
import org.balancehead.model.inversion.Avatar;
import org.balancehead.model.inversion.AvatarCopy;
import org.balancehead.model.inversion.Inversion;
import org.balancehead.model.inversion.InversionProgress;
import org.balancehead.model.inversion.Revision;
import org.jspecify.annotations.Nullable;

/** A version's model, which tells the version's figures how long its views took and how good its avatars became. */
final class WatchedModel implements HeadModel {
    private final HeadModel model;
    private final VersionFigures figures;

    WatchedModel(HeadModel model, VersionFigures figures) {
        this.model = model;
        this.figures = figures;
    }

    @Override
    public ModelVersion version() {
        return model.version();
    }

    @Override
    public int imageSize() {
        return model.imageSize();
    }

    @Override
    public Inversion invert(List<AlignedHead> views) {
        return new WatchedInversion(model.invert(views));
    }

    @Override
    public Avatar sample(long seed, double psi) {
        return model.sample(seed, psi);
    }

    @Override
    public Avatar draw(long seed, double psi, float[] condition) {
        return model.draw(seed, psi, condition);
    }

    @Override
    public RgbImage render(Avatar avatar, CameraPose camera) {
        long began = System.nanoTime();
        RgbImage view = model.render(avatar, camera);
        figures.rendered(Duration.ofNanos(System.nanoTime() - began));
        return view;
    }

    @Override
    public long memoryInUse() {
        return model.memoryInUse();
    }

    @Override
    public AvatarCopy copy(Avatar avatar) {
        return model.copy(avatar);
    }

    @Override
    public Avatar restore(AvatarCopy copy) {
        return model.restore(copy);
    }

    @Override
    public void save(Avatar avatar, Path folder) throws IOException {
        model.save(avatar, folder);
    }

    @Override
    public Avatar load(Path folder) throws IOException {
        return model.load(folder);
    }

    @Override
    public void close() {
        model.close();
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
