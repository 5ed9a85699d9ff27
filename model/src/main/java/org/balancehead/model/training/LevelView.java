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
                views.add(new LevelView(camera, yaw, data.picture(identity, view)));
            }
        }
        return views;
    }
}
