package org.balancehead.model.face;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.balancehead.model.camera.CameraPose;
import org.balancehead.model.camera.Intrinsics;
import org.balancehead.model.face.CanonicalFace.BasisPoint;

class HeadPoseTest {
    private static final CanonicalFace FACE = CanonicalFace.load();

    @Property(tries = 50)
    void recoversTheOrbitOfTheCameraThatSawTheFace(
            @ForAll @DoubleRange(min = -70, max = 70) double yaw,
            @ForAll @DoubleRange(min = -40, max = 40) double pitch,
            @ForAll @DoubleRange(min = -80, max = 80) double roll,
            @ForAll @DoubleRange(min = 1, max = 40) double scale) {
        CameraPose camera = CameraPose.orbit(yaw, pitch, roll, 1000, Intrinsics.HEAD);

        HeadPose pose = HeadPose.fit(seenBy(camera, scale), FACE);

        assertThat(pose.yawDegrees()).isCloseTo(yaw, within(0.01));
        assertThat(pose.pitchDegrees()).isCloseTo(pitch, within(0.01));
        assertThat(pose.rollDegrees()).isCloseTo(-roll, within(0.01)); // the camera's roll turns the picture back
        assertThat(pose.pixelsPerCentimetre()).isCloseTo(scale, within(1e-3));
        assertThat(pose.anchorX()).isCloseTo(320, within(0.01));
        assertThat(pose.anchorY()).isCloseTo(240, within(0.01));
    }

    @Property(tries = 20)
    void tiltsByTakingPitchAway(@ForAll @DoubleRange(min = -20, max = 20) double degrees) {
        HeadPose pose = HeadPose.fit(seenBy(CameraPose.orbit(0, 10), 10), FACE);

        HeadPose tilted = pose.tilted(degrees);

        assertThat(tilted.pitchDegrees()).isCloseTo(10 - degrees, within(0.01));
        assertThat(tilted.yawDegrees()).isCloseTo(0, within(0.01));
    }

    /** The canonical face from afar, the middle of its basis points at 320, 240. */
    private static FaceLandmarks seenBy(CameraPose camera, double scale) {
        float[] m = camera.cameraToWorld();
        double[] middle = new double[3];
        double weights = FACE.basis().stream().mapToDouble(BasisPoint::weight).sum();
        for (BasisPoint point : FACE.basis()) {
            for (int k = 0; k < 3; k++) {
                middle[k] += point.weight() / weights * FACE.xyz()[point.landmark() * 3 + k];
            }
        }
        float[] xyz = new float[FaceLandmarks.COUNT * 3];
        for (int i = 0; i < FaceLandmarks.COUNT; i++) {
            for (int axis = 0; axis < 3; axis++) {
                double along = 0; // right, down, forward
                for (int k = 0; k < 3; k++) {
                    along += m[k * 4 + axis] * (FACE.xyz()[i * 3 + k] - middle[k]);
                }
                double origin = axis == 0 ? 320 : axis == 1 ? 240 : 0;
                xyz[i * 3 + axis] = (float) (origin + scale * along);
            }
        }
        return new FaceLandmarks(xyz, 30);
    }
}
