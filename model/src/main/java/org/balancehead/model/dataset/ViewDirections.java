package org.balancehead.model.dataset;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.balancehead.model.camera.CameraPose;

/**
 * How often a dataset's heads are seen from where: counts of its views in cells of yaw × pitch.
 *
 * @param counts {@code [pitch cells from below to above][yaw cells from −180°]}
 * @param steepest pitches of the view from furthest below and above, in degrees
 */
public record ViewDirections(int[][] counts, double[] steepest) {
    /** Degrees of each cell. */
    public static final int CELL_DEGREES = 15;

    private static final int ACROSS = 360 / CELL_DEGREES;
    private static final int UP = 180 / CELL_DEGREES;

    /** Counts views. */
    public static ViewDirections of(Iterable<HeadDataset.View> views) {
        int[][] counts = new int[UP][ACROSS];
        double[] steepest = {90, -90};
        for (HeadDataset.View view : views) {
            CameraPose camera = CameraPose.ofLabel(view.label());
            double pitch = camera.pitchDegrees();
            int across = (int) Math.floor((camera.yawDegrees() + 180) / CELL_DEGREES);
            int up = (int) Math.floor((pitch + 90) / CELL_DEGREES);
            counts[Math.min(up, UP - 1)][across % ACROSS]++;
            steepest[0] = Math.min(steepest[0], pitch);
            steepest[1] = Math.max(steepest[1], pitch);
        }
        return new ViewDirections(counts, steepest);
    }

    /** Views of each cell of yaw, from −180° on. */
    public int[] overYaw() {
        int[] sums = new int[ACROSS];
        for (int[] row : counts) {
            for (int i = 0; i < ACROSS; i++) {
                sums[i] += row[i];
            }
        }
        return sums;
    }

    /** The distribution in words. */
    public String inWords() {
        int[] yaw = overYaw();
        List<String> parts = new ArrayList<>();
        parts.add(share(yaw, -45, 45) + " from the front (yaw within ±45°)");
        parts.add(share(yaw, 45, 135) + " from the head's left");
        parts.add(share(yaw, -135, -45) + " from its right");
        parts.add(share(yaw, 135, 225) + " from behind");
        return String.format(
                Locale.ROOT, "%s; pitch %.0f° to %.0f°", String.join(", ", parts), steepest[0], steepest[1]);
    }

    /** How many views of a range of yaw there are in a hundred. */
    private static String share(int[] yaw, int from, int to) {
        int inside = 0;
        for (int degrees = from; degrees < to; degrees += CELL_DEGREES) {
            inside += yaw[(degrees + 180) / CELL_DEGREES % ACROSS];
        }
        return Math.round(100.0 * inside / Math.max(1, Arrays.stream(yaw).sum())) + " %";
    }
}
