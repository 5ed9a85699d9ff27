package org.balancehead.model.inversion;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SampleSeedTest {
    @Test
    void neighbouringSeedsChooseDifferently() {
        long chosen = LongStream.range(0, 16)
                .map(seed -> SampleSeed.random(seed).nextInt(64))
                .distinct()
                .count();

        assertThat(chosen).isGreaterThan(10);
    }

    @Test
    void aSeedAlwaysChoosesTheSame() {
        assertThat(SampleSeed.random(7).nextLong())
                .isEqualTo(SampleSeed.random(7).nextLong());
    }
}
