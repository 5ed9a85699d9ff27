package org.balancehead.model.training;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.balancehead.model.camera.CameraPose;
import org.balancehead.model.dataset.PackedViews;
import org.balancehead.model.image.RgbImage;

/**
 * A level view of an identity that evaluations look at.
 *
 * @param camera where it is seen from
 * @param yaw how far from the front, in degrees: 0, 60 or 180, left or right
 * @param truth the view on white
 */
record LevelView(CameraPose camera, int yaw, RgbImage truth) {
    private static final Set<Integer> YAWS = Set.of(0, 60, 180);
    private static final double LEVEL = 1; // degrees of pitch that still count as level

    /** Those that a dataset has of an identity. */
    static List<LevelView> of(PackedViews data, int identity) {
        List<LevelView> views = new ArrayList<>();
        for (int view = 0; view < data.views(); view++) {
            CameraPose camera = data.camera(identity, view);
            int yaw = Math.abs((int) Math.round(camera.yawDegrees()));
            if (YAWS.contains(yaw) && Math.abs(camera.pitchDegrees()) < LEVEL) {
                views.add(new LevelView(camera, yaw, onWhite(data, identity, view)));
            }
        }
        return views;
    }

    /** A view of the data on white. */
    static RgbImage onWhite(PackedViews data, int identity, int view) {
        byte[] rgba = new byte[data.size() * data.size() * 4];
        data.read(identity, view, rgba);
        byte[] rgb = new byte[data.size() * data.size() * 3];
        for (int i = 0; i < data.size() * data.size(); i++) {
            System.arraycopy(rgba, i * 4, rgb, i * 3, 3);
        }
        return new RgbImage(data.size(), data.size(), rgb);
    }
}
