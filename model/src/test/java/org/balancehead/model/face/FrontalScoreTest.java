package org.balancehead.model.face;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.balancehead.model.camera.CameraPose;
import org.junit.jupiter.api.Test;

class FrontalScoreTest {
    private static final int SIZE = 64;

    private final float[] inside = new float[SIZE * SIZE];

    @Test
    void isOneForASharpWholeHeadFromTheFront() {
        FrontalScore score = score(0, 0, 0.3, 2 * SIZE);

        assertThat(score.value()).isCloseTo(1, within(1e-9));
    }

    @Test
    void fallsWithTheTurnToEitherSideAndWithTheNodByLess() {
        double turned = score(20, 0, 0.3, SIZE).value();

        assertThat(score(-20, 0, 0.3, SIZE).value()).isCloseTo(turned, within(1e-4));
        assertThat(score(10, 0, 0.3, SIZE).value()).isGreaterThan(turned);
        assertThat(score(0, 20, 0.3, SIZE).value()).isBetween(turned, 1.0);
    }

    @Test
    void fallsWithBlurAndWithSmallness() {
        assertThat(score(0, 0, 0.1, SIZE).value()).isCloseTo(0.5, within(1e-9));
        assertThat(score(0, 0, 0.3, SIZE / 2.0).value()).isCloseTo(0.5, within(1e-9));
    }

    @Test
    void countsThePartOfTheHeadThatIsInThePicture() {
        for (int i = 0; i < inside.length; i++) {
            inside[i] = SIZE / 2 - i % SIZE - 0.5f; // the right half lies outside
        }

        assertThat(score(0, 0, 0.3, SIZE).completeness()).isCloseTo(0.5, within(0.01));
    }

    @Test
    void countsNothingThatIsOutside() {
        Arrays.fill(inside, -1);

        assertThat(score(0, 0, 0.3, SIZE).value()).isZero();
    }

    private FrontalScore score(double yaw, double pitch, double sharpness, double side) {
        HeadFrame frame = new HeadFrame(new RotatedSquare(0, 0, side, 0), CameraPose.orbit(yaw, pitch));
        return FrontalScore.of(frame, new FacePatch(150, sharpness), inside, SIZE);
    }
}
