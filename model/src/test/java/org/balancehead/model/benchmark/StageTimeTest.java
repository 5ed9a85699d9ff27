package org.balancehead.model.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class StageTimeTest {
    @Test
    void sharesASliceAmongItsSteps() {
        StageTime stage = new StageTime();

        stage.add(2, 0.5);
        stage.add(4, 0.7);

        assertThat(stage.perStep().median()).isCloseTo(0.3, within(1e-9));
    }

    @Test
    void countsASliceThatEndsWithinAStepTowardsThatStep() {
        StageTime stage = new StageTime();

        stage.add(0, 0.5);
        stage.add(1, 0.7);

        assertThat(stage.perStep().median()).isCloseTo(1.2, within(1e-9));
    }
}
