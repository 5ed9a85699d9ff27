package org.balancehead.model.dataset.synthetic;

import java.util.ArrayList;
import java.util.List;
import org.balancehead.model.camera.CameraPose;

/** Where an identity is seen from; view 0 is exactly frontal. */
final class ViewSchedule {
    /** Identities from this seed on are held out from training: their first views stand at fixed yaws. */
    static final long FIRST_HELD_OUT_SEED = 1_000_000;

    private static final double[] HELD_OUT_YAWS = {0, 60, -60, 180, 45, -45, 90, -90, 135, -135};
    private static final float STEEPEST_PITCH = 40;

    private ViewSchedule() {}

    /** Fixed yaws for held-out identities, else yaw stratified over the circle, pitch even between ±40°. */
    static List<CameraPose> of(long seed, int views) {
        Chance chance = Chance.of(seed, "views");
        List<CameraPose> cameras = new ArrayList<>();
        for (int view = 0; view < views; view++) {
            double yaw = ((view - 1 + chance.uniform(0, 1)) / (views - 1) * 2 - 1) * 180;
            double pitch = chance.uniform(-STEEPEST_PITCH, STEEPEST_PITCH);
            if (seed >= FIRST_HELD_OUT_SEED && view < HELD_OUT_YAWS.length) {
                cameras.add(CameraPose.orbit(HELD_OUT_YAWS[view], 0));
            } else {
                cameras.add(view == 0 ? CameraPose.orbit(0, 0) : CameraPose.orbit(yaw, pitch));
            }
        }
        return cameras;
    }
}
