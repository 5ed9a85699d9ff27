package org.balancehead.model.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class StepSeedTest {
    @Test
    void letsSuccessiveStepsBeginWithAllOfAPowerOfTwo() {
        long distinct = LongStream.range(0, 200)
                .map(step -> new Random(StepSeed.of(1, step)).nextInt(16))
                .distinct()
                .count();

        assertThat(distinct).isEqualTo(16);
    }

    @Test
    void givesAStepTheSameSeedAgain() {
        assertThat(StepSeed.of(3, 7)).isEqualTo(StepSeed.of(3, 7)).isNotEqualTo(StepSeed.of(4, 7));
    }
}
