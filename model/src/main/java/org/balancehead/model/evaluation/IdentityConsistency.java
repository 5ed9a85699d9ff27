package org.balancehead.model.evaluation;

import java.util.DoubleSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.balancehead.model.camera.CameraPose;
import org.balancehead.model.condition.FaceRes;
import org.balancehead.model.condition.SemanticEncoder;
import org.balancehead.model.dataset.PackedViews;
import org.balancehead.model.image.RgbImage;

/** Whether heads stay the same person as they turn: cosines of the face descriptor of the front and of level views. */
final class IdentityConsistency {
    static final CameraPose FRONT = CameraPose.orbit(0, 0);

    private static final int[] ANGLES = {30, 60, 90};

    /** How far, in degrees of yaw and of pitch, a view of the data may be from where one is asked for. */
    private static final double TOLERANCE = 5;

    /** The level cameras on both sides. */
    static final List<CameraPose> TURNED = IntStream.of(ANGLES)
            .flatMap(angle -> IntStream.of(angle, -angle))
            .mapToObj(yaw -> CameraPose.orbit(yaw, 0))
            .toList();

    private final FaceRes descriptor;
    private final Map<Integer, DoubleSummaryStatistics> cosines = new LinkedHashMap<>();

    IdentityConsistency(FaceRes descriptor) {
        this.descriptor = descriptor;
    }

    /**
     * Adds a head.
     *
     * @param turned its pictures from {@link #TURNED}
     */
    void add(RgbImage front, List<RgbImage> turned) {
        float[] person = descriptor.encode(front);
        for (int i = 0; i < TURNED.size(); i++) {
            add(person, ANGLES[i / 2], turned.get(i), TURNED.get(i));
        }
    }

    /** Adds an identity of the data, as far as it is seen from such sides. */
    void add(PackedViews views, int identity) {
        float[] person = descriptor.encode(views.picture(identity, 0));
        for (int view = 1; view < views.views(); view++) {
            CameraPose camera = views.camera(identity, view);
            for (int angle : ANGLES) {
                if (Math.abs(Math.abs(camera.yawDegrees()) - angle) < TOLERANCE
                        && Math.abs(camera.pitchDegrees()) < TOLERANCE) {
                    add(person, angle, views.picture(identity, view), camera);
                }
            }
        }
    }

    private void add(float[] person, int angle, RgbImage picture, CameraPose camera) {
        double cosine = alike(person, descriptor.encodeAll(List.of(picture), camera)[0]);
        cosines.computeIfAbsent(angle, key -> new DoubleSummaryStatistics()).accept(cosine);
    }

    /** The cosine of two features; 0 where a picture shows the descriptor nothing at all, as an empty one may. */
    static double alike(float[] a, float[] b) {
        return isZero(a) || isZero(b) ? 0 : SemanticEncoder.cosine(a, b);
    }

    private static boolean isZero(float[] feature) {
        for (float number : feature) {
            if (number != 0) {
                return false;
            }
        }
        return true;
    }

    /** The mean of each angle at which something was seen, as {@code identity30} and so on. */
    Map<String, Double> figures() {
        Map<String, Double> figures = new LinkedHashMap<>();
        for (int angle : ANGLES) {
            DoubleSummaryStatistics seen = cosines.get(angle);
            if (seen != null) {
                figures.put("identity" + angle, seen.getAverage());
            }
        }
        return figures;
    }
}
