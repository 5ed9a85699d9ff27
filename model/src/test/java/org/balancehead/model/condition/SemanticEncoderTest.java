package org.balancehead.model.condition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class SemanticEncoderTest {
    @Test
    void comparesDirectionsAndNotLengths() {
        assertThat(SemanticEncoder.cosine(new float[] {1, 2}, new float[] {10, 20}))
                .isCloseTo(1, within(1e-9));
        assertThat(SemanticEncoder.cosine(new float[] {1, 0}, new float[] {0, 3}))
                .isZero();
        assertThat(SemanticEncoder.cosine(new float[] {1, 0}, new float[] {-2, 0}))
                .isCloseTo(-1, within(1e-9));
    }

    @Test
    void refusesFeaturesThatCannotBeCompared() {
        assertThatThrownBy(() -> SemanticEncoder.cosine(new float[2], new float[3]))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SemanticEncoder.cosine(new float[] {0, 0}, new float[] {1, 0}))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
