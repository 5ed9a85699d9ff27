package org.balancehead.model.training;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.balancehead.model.camera.CameraPose;
import org.balancehead.model.dataset.PackedViews;
import org.balancehead.model.dataset.ViewSource;

/** A grey disc on white from eight sides, which stands for a dataset of one identity that is held in memory. */
final class BallViews implements ViewSource {
    private static final int SIDE = 256;
    private static final int VIEWS = 8;
    private static final int GREY = 0xff808080;
    private static final int NOTHING = 0x00ffffff;
    private static final double RADIUS = 0.3; // of the picture's side
    private static final double DISTANCE = 2.4;

    @Override
    public int identities() {
        return 1;
    }

    @Override
    public int views() {
        return VIEWS;
    }

    @Override
    public int size() {
        return SIDE;
    }

    @Override
    public CameraPose camera(int identity, int view) {
        return CameraPose.orbit(view * 360.0 / VIEWS, 0);
    }

    @Override
    public int rgba(int identity, int view, int x, int y) {
        return onBall(x, y) ? GREY : NOTHING;
    }

    @Override
    public int depth(int identity, int view, int x, int y) {
        return onBall(x, y) ? (int) (DISTANCE * PackedViews.DEPTH_SCALE) : 0;
    }

    private static boolean onBall(int x, int y) {
        double right = x + 0.5 - SIDE / 2.0;
        double down = y + 0.5 - SIDE / 2.0;
        return right * right + down * down < RADIUS * SIDE * RADIUS * SIDE;
    }

    @Override
    public void read(int identity, int view, byte[] rgbaOut) {
        ByteBuffer pixels = ByteBuffer.wrap(rgbaOut).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < SIDE * SIDE; i++) {
            pixels.putInt(rgba(identity, view, i % SIDE, i / SIDE));
        }
    }
}
