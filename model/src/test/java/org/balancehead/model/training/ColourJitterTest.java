package org.balancehead.model.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ColourJitterTest {
    private final ColourJitter jitter = new ColourJitter(new float[] {0.5f, 1, 2});

    @Test
    void leavesTheWhiteGroundAlone() {
        assertThat(jitter.apply(0, 1, 0)).isEqualTo(1);
    }

    @Test
    void scalesWhatIsNotGround() {
        assertThat(jitter.apply(0, 0.8f, 1)).isCloseTo(0.4f, within(1e-6f));
        assertThat(jitter.apply(0, 0.9f, 0.5f)).isCloseTo(0.7f, within(1e-6f)); // 0.5 of white, 0.4 of head
    }

    @Test
    void staysWithinZeroAndOne() {
        assertThat(jitter.apply(2, 0.8f, 1)).isEqualTo(1);
    }
}
