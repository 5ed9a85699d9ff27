package org.balancehead.model.face;

import static org.assertj.core.api.Assertions.assertThat;

import org.balancehead.model.camera.CameraPose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FrameCheckTest {
    @ParameterizedTest
    @CsvSource({
        // yaw, pitch, roll, logit, brightness, sharpness, size, completeness
        "0, 0, 0, 25, 150, 0.2, 1, 1, OK",
        "19, -25, 0, 25, 150, 0.2, 1, 1, OK",
        "0, 0, 80, 25, 150, 0.2, 1, 1, OK",
        "21, 0, 0, 25, 150, 0.2, 1, 1, LOOK_AT_CAMERA",
        "-21, 0, 0, 25, 150, 0.2, 1, 1, LOOK_AT_CAMERA",
        "0, 45, 0, 25, 150, 0.2, 1, 1, LOOK_AT_CAMERA",
        "0, 0, 0, 25, 40, 0.2, 1, 1, TOO_DARK",
        "0, 0, 0, 25, 150, 0.05, 1, 1, TOO_BLURRED",
        "0, 0, 0, 25, 150, 0.2, 0.4, 1, COME_CLOSER",
        "0, 0, 0, 25, 150, 0.2, 1, 0.6, MOVE_BACK",
        "0, 0, 0, 9, 150, 0.2, 1, 1, FACE_COVERED",
        // what hides the rest comes first
        "40, 0, 0, 9, 30, 0.01, 0.2, 1, COME_CLOSER",
        "40, 0, 0, 9, 30, 0.01, 1, 1, TOO_DARK",
        "40, 0, 0, 9, 150, 0.01, 1, 1, LOOK_AT_CAMERA",
        "0, 0, 0, 9, 150, 0.01, 1, 1, TOO_BLURRED"
    })
    void namesTheFirstThingThatIsWrong(
            double yaw,
            double pitch,
            double roll,
            double logit,
            double brightness,
            double sharpness,
            double size,
            double completeness,
            Advice advice) {
        HeadFrame frame =
                new HeadFrame(new RotatedSquare(0, 0, 256, Math.toRadians(roll)), CameraPose.orbit(yaw, pitch));
        FaceLandmarks face = new FaceLandmarks(new float[FaceLandmarks.COUNT * 3], logit);
        FrontalScore score = new FrontalScore(1, 1, size, completeness);

        Advice given = FrameCheck.check(frame, face, new FacePatch(brightness, sharpness), score);

        assertThat(given).isEqualTo(advice);
    }
}
