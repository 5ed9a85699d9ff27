package org.balancehead.actors.avatar;

import static org.assertj.core.api.Assertions.assertThat;

import org.balancehead.model.inversion.Stage;
import org.junit.jupiter.api.Test;

class RestartPolicyTest {
    private final RestartPolicy policy = new RestartPolicy();

    @Test
    void isWorthItForAClearlyBetterFrontalFrameOrTwoMorePoses() {
        policy.began(0.5, 1);

        assertThat(policy.worthIt(Stage.W, 0.56, 2)).isFalse();
        assertThat(policy.worthIt(Stage.W, 0.6, 1)).isTrue();
        assertThat(policy.worthIt(Stage.W, 0.5, 3)).isTrue();
    }

    @Test
    void isNeverWorthItOnceTheLayersDiffer() {
        policy.began(0.5, 1);

        assertThat(policy.worthIt(Stage.W_PLUS, 1, 5)).isFalse();
        assertThat(policy.worthIt(Stage.TUNING, 1, 5)).isFalse();
    }

    @Test
    void comesToAnEndAfterTwoRestarts() {
        policy.began(0.1, 1);
        policy.began(0.2, 1);
        policy.began(0.3, 1);

        assertThat(policy.worthIt(Stage.W, 1, 5)).isFalse();
    }
}
