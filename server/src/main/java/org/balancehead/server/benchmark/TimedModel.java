package org.balancehead.server.benchmark;

import java.util.List;
import org.balancehead.model.DelegatingModel;
import org.balancehead.model.HeadModel;
import org.balancehead.model.image.RgbImage;

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
    public List<RgbImage> render(List<View> views) {
        long began = System.nanoTime();
        List<RgbImage> rendered = super.render(views);
        lastRenderNanos = System.nanoTime() - began;
        return rendered;
    }
}
