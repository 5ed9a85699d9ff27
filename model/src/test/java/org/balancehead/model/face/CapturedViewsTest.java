package org.balancehead.model.face;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Optional;
import org.balancehead.model.camera.CameraPose;
import org.balancehead.model.image.Mask;
import org.balancehead.model.image.RgbImage;
import org.junit.jupiter.api.Test;

class CapturedViewsTest {
    private final CapturedViews views = new CapturedViews(8);

    @Test
    void keepsTheBestFrontalView() {
        boolean first = views.offer(view(Advice.OK, 0.5, 3, 0));
        boolean worse = views.offer(view(Advice.OK, 0.4, 0, 0));
        boolean better = views.offer(view(Advice.OK, 0.7, 1, 0));

        assertThat(first).isTrue();
        assertThat(worse).isFalse();
        assertThat(better).isTrue();
        assertThat(views.frontal()).map(FaceAnalysis::score).contains(0.7);
    }

    @Test
    void staysWithTheFrontalViewWhenTheNextIsHardlyBetter() {
        views.offer(view(Advice.OK, 0.80, 0, 0));

        boolean replaced = views.offer(view(Advice.OK, 0.81, 0, 0));

        assertThat(replaced).isFalse();
    }

    @Test
    void takesNoTurnedHeadAsFrontal() {
        boolean replaced = views.offer(view(Advice.LOOK_AT_CAMERA, 0.9, 40, 0));

        assertThat(replaced).isFalse();
        assertThat(views.frontal()).isEmpty();
        assertThat(views.supervision()).isEmpty();
    }

    @Test
    void passesOverFramesThatAreDarkOrHaveNoHead() {
        views.offer(view(Advice.OK, 0.5, 0, 0));

        views.offer(view(Advice.TOO_DARK, 0.5, 40, 0));
        views.offer(new FaceAnalysis(Advice.NO_FACE, 0, Optional.empty(), Optional.empty()));

        assertThat(views.supervision()).hasSize(1);
    }

    @Test
    void supervisesWithTheFrontalViewFirstAndThenTheFarthestPoses() {
        FaceAnalysis frontal = view(Advice.OK, 0.9, 0, 0);
        FaceAnalysis left = view(Advice.LOOK_AT_CAMERA, 0.2, -50, 0);
        FaceAnalysis right = view(Advice.LOOK_AT_CAMERA, 0.2, 45, 0);
        FaceAnalysis halfRight = view(Advice.LOOK_AT_CAMERA, 0.2, 20, 0);
        for (FaceAnalysis view : new FaceAnalysis[] {halfRight, left, frontal, right}) {
            views.offer(view);
        }

        var supervision = views.supervision();

        assertThat(supervision)
                .containsExactly(
                        frontal.head().orElseThrow(),
                        left.head().orElseThrow(),
                        right.head().orElseThrow(),
                        halfRight.head().orElseThrow());
    }

    @Test
    void keepsTheBetterOfTwoViewsOfOnePose() {
        FaceAnalysis good = view(Advice.LOOK_AT_CAMERA, 0.3, 32, 0);
        views.offer(view(Advice.OK, 0.9, 0, 0));
        views.offer(view(Advice.LOOK_AT_CAMERA, 0.2, 30, 0));

        views.offer(good);
        views.offer(view(Advice.LOOK_AT_CAMERA, 0.1, 31, 0));

        assertThat(views.supervision()).hasSize(2).contains(good.head().orElseThrow());
    }

    @Test
    void holdsNoMoreThanItsCapacityAndKeepsTheSpread() {
        CapturedViews three = new CapturedViews(3);
        three.offer(view(Advice.OK, 0.9, 0, 0));

        for (int yaw = 10; yaw <= 50; yaw += 10) {
            three.offer(view(Advice.LOOK_AT_CAMERA, 0.2, yaw, 0));
        }

        assertThat(three.supervision()).hasSize(3);
        assertThat(three.supervision().get(1).camera().yawDegrees()).isCloseTo(50, within(1e-3));
    }

    @Test
    void supervisesWithFiveViewsAtMost() {
        views.offer(view(Advice.OK, 0.9, 0, 0));

        for (int yaw = -60; yaw <= 60; yaw += 15) {
            views.offer(view(Advice.LOOK_AT_CAMERA, 0.2, yaw, 0));
        }

        assertThat(views.supervision()).hasSize(5);
    }

    @Test
    void forgetsEverybodyWhenCleared() {
        views.offer(view(Advice.OK, 0.9, 0, 0));

        views.clear();

        assertThat(views.frontal()).isEmpty();
        assertThat(views.supervision()).isEmpty();
    }

    @Test
    void refusesACapacityOfNothing() {
        assertThatThrownBy(() -> new CapturedViews(0)).isInstanceOf(IllegalArgumentException.class);
    }

    private static FaceAnalysis view(Advice advice, double score, double yaw, double pitch) {
        AlignedHead head = new AlignedHead(
                new RgbImage(1, 1, new byte[3]),
                new Mask(1, 1, new float[1]),
                CameraPose.orbit(yaw, pitch),
                new Mask(1, 1, new float[1]));
        return new FaceAnalysis(
                advice, score, Optional.of(new FacePose(yaw, pitch, 0, new FaceBox(0, 0, 1, 1))), Optional.of(head));
    }
}
