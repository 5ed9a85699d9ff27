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

/** A model that notes how long its last render took. */
final class TimedModel implements HeadModel {
    private final HeadModel model;
    private volatile long lastRenderNanos;

    TimedModel(HeadModel model) {
        this.model = model;
    }

    long lastRenderNanos() {
        return lastRenderNanos;
    }

    @Override
    public Avatar sample(long seed, double psi) {
        return model.sample(seed, psi);
    }

    @Override
    public RgbImage render(Avatar avatar, CameraPose camera) {
        long began = System.nanoTime();
        RgbImage view = model.render(avatar, camera);
        lastRenderNanos = System.nanoTime() - began;
        return view;
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
        return model.invert(views);
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
