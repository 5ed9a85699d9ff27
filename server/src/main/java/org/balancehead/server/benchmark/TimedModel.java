package org.balancehead.server.benchmark;

import org.balancehead.model.DelegatingModel;
import org.balancehead.model.HeadModel;
import org.balancehead.model.camera.CameraPose;
import org.balancehead.model.image.RgbImage;
import org.balancehead.model.inversion.Avatar;

/** A model that notes how long its last render took. */
final class TimedModel extends DelegatingModel {
    private volatile long lastRenderNanos;

    TimedModel(HeadModel model) {
        super(model);
    }

    long lastRenderNanos() {
        return lastRenderNanos;
    }

    @Override
    public RgbImage render(Avatar avatar, CameraPose camera) {
        long began = System.nanoTime();
        RgbImage view = super.render(avatar, camera);
        lastRenderNanos = System.nanoTime() - began;
        return view;
    }
}
