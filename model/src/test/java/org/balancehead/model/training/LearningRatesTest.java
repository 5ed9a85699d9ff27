package org.balancehead.model.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LearningRatesTest {
    @Test
    void warmsUpStaysAndEndsLow() {
        assertThat(LearningRates.factor(0, 1000)).isLessThan(0.01);
        assertThat(LearningRates.factor(400, 1000)).isEqualTo(1);
        assertThat(LearningRates.factor(750, 1000)).isCloseTo(0.5, within(1e-9));
        assertThat(LearningRates.factor(999, 1000)).isEqualTo(0.02);
    }

    @Test
    void theClosedFormMovesFarMoreSlowlyThanTheNetworks() {
        LearningRates rates = new LearningRates(1e-3);

        assertThat(rates.of("chart.basis")).isLessThan(rates.of("encoder.conv0.weight") / 50);
        assertThat(rates.of("encoder.linear")).isLessThan(rates.of("encoder.conv0.weight") / 50);
    }
}
