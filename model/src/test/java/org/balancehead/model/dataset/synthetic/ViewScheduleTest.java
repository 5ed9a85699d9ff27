package org.balancehead.model.dataset.synthetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.balancehead.model.camera.CameraPose;
import org.junit.jupiter.api.Test;

class ViewScheduleTest {
    @Test
    void beginsWithTheFrontAndSpreadsTheRestOverTheCircle() {
        List<CameraPose> views = ViewSchedule.of(17, 13);

        assertThat(views.get(0).label()).isEqualTo(CameraPose.orbit(0, 0).label());
        for (int i = 1; i < 13; i++) {
            assertThat(views.get(i).yawDegrees()).isBetween(-180.0 + (i - 1) * 30 - 0.01, -180.0 + i * 30 + 0.01);
            assertThat(Math.abs(views.get(i).pitchDegrees())).isLessThanOrEqualTo(40.001);
        }
    }

    @Test
    void seesHeldOutIdentitiesFromFixedSides() {
        List<CameraPose> views = ViewSchedule.of(1_000_003, 12);

        assertThat(views.subList(0, 3))
                .extracting(CameraPose::yawDegrees)
                .usingElementComparator((a, b) -> Math.abs(a - b) < 1e-4 ? 0 : 1)
                .containsExactly(0.0, 60.0, -60.0);
        assertThat(views.get(3).cameraToWorld()[11]).isEqualTo(-2.7f, within(1e-5f));
        assertThat(views).hasSize(12);
    }

    @Test
    void givesASingleViewTheFront() {
        List<CameraPose> views = ViewSchedule.of(17, 1);

        assertThat(views).singleElement().extracting(CameraPose::yawDegrees).isEqualTo(0.0);
    }
}
