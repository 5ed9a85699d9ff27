package org.balancehead.model.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class IdentityConsistencyTest {
    @Test
    void isTheCosineOfFeatures() {
        assertThat(IdentityConsistency.alike(new float[] {3, 4}, new float[] {4, 3}))
                .isCloseTo(0.96, within(1e-6));
    }

    @Test
    void aPictureThatShowsNothingIsLikeNobody() {
        assertThat(IdentityConsistency.alike(new float[2], new float[] {1, 2})).isZero();
        assertThat(IdentityConsistency.alike(new float[] {1, 2}, new float[2])).isZero();
    }
}
