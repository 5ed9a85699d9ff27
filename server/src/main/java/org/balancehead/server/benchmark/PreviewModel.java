package org.balancehead.server.benchmark;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.balancehead.model.HeadModel;
import org.balancehead.model.ModelVersion;
import org.balancehead.model.camera.CameraPose;
import org.balancehead.model.face.AlignedHead;
import org.balancehead.model.image.RgbImage;
import org.balancehead.model.inversion.Avatar;
import org.balancehead.model.inversion.Inversion;
import org.balancehead.model.inversion.InversionProgress;

/** A model whose heads are done with their first preview, so that views alone are left to do. */
final class PreviewModel implements HeadModel {
    private final HeadModel model;

    PreviewModel(HeadModel model) {
        this.model = model;
    }

    @Override
    public Inversion invert(List<AlignedHead> views) {
        return new Preview(model.invert(views));
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

    @Override
    public Avatar sample(long seed, double psi) {
        return model.sample(seed, psi);
    }

    @Override
    public RgbImage render(Avatar avatar, CameraPose camera) {
        return model.render(avatar, camera);
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
}
