package org.balancehead.model.face;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.balancehead.model.camera.CameraPose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeadFrameTest {
    @ParameterizedTest
    @CsvSource({
        "synthetic_frontal.png, 0, 0",
        "synthetic_left_side.png, 30.17, 9.61",
        "synthetic_right_side.png, -25.41, -18.43"
    })
    void findsTheFrameThatTheSyntheticViewWasMadeIn(String file, double yaw, double pitch) {
        FrameResidual residual;
        try (FaceDetector detector = FaceDetector.fullRange();
                FaceMesh mesh = new FaceMesh()) {
            residual = FrameResidual.of(TestPictures.read(file), CameraPose.orbit(yaw, pitch), detector, mesh)
                    .orElseThrow();
        }

        assertThat(residual.yawDegrees()).isCloseTo(0, within(5.0));
        assertThat(residual.pitchDegrees()).isCloseTo(0, within(6.0));
        assertThat(residual.rollDegrees()).isCloseTo(0, within(5.0));
        assertThat(Math.hypot(residual.right(), residual.down())).isLessThan(0.03);
        assertThat(residual.side()).isCloseTo(1, within(0.06));
    }
}
