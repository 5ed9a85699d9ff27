package org.balancehead.actors.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.balancehead.actors.fakes.Heads;
import org.balancehead.model.camera.Intrinsics;
import org.balancehead.model.face.FaceBox;
import org.balancehead.model.face.FacePose;
import org.balancehead.protocol.message.ViewMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ViewCameraTest {
    private static final long SECOND = 1_000_000_000L;

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 60", "2, 120", "4, -120", "5, -60", "6, 0", "7, 60"})
    void goesRoundOnceAPeriod(long seconds, double yawDegrees) {
        ViewCamera camera = new ViewCamera(new ViewMode.Orbit(6, 10), 5 * SECOND);

        double yaw = camera.take((5 + seconds) * SECOND).yawDegrees();

        assertThat(yaw).isCloseTo(yawDegrees, within(1e-3));
    }

    @Test
    void looksFromWhereTheClientSays() {
        ViewCamera camera = new ViewCamera(new ViewMode.Orbit(6, 0), 0);

        camera.look(new ViewMode.Camera(-120, 35, 2), SECOND);

        assertThat(camera.take(9 * SECOND).yawDegrees()).isCloseTo(-120, within(1e-3));
        assertThat(camera.take(9 * SECOND).pitchDegrees()).isCloseTo(35, within(1e-3));
        assertThat(camera.take(9 * SECOND).intrinsics().focalX()).isEqualTo(2 * Intrinsics.HEAD_FOCAL);
    }

    @Test
    void turnsAsThePersonDoesAndSaysWhichFrameItReflects() {
        ViewCamera camera = new ViewCamera(new ViewMode.Mirror(), 0);
        FacePose turned = new FacePose(-33, 8, 0, new FaceBox(0, 0, 1, 1));

        boolean seen = camera.follow(new ViewStream.FollowPose(turned, 777, 7), 0);

        assertThat(camera.take(0).yawDegrees()).isCloseTo(-33, within(1e-3));
        assertThat(camera.take(0).pitchDegrees()).isCloseTo(8, within(1e-3));
        assertThat(seen).isTrue();
        assertThat(camera.reflectedTimeMicros()).isEqualTo(777);
        assertThat(camera.reflectedCameNanos()).hasValue(7);
    }

    @Test
    void reflectsNoFrameOutsideMirrorMode() {
        ViewCamera camera = new ViewCamera(new ViewMode.Fixed(0, 0, 1), 0);

        boolean seen = camera.follow(new ViewStream.FollowPose(Heads.pose(5), 777, 7), 0);

        assertThat(seen).isFalse();
        assertThat(camera.isFresh()).isFalse();
        assertThat(camera.reflectedTimeMicros()).isZero();
        assertThat(camera.reflectedCameNanos()).isEmpty();
    }
}
