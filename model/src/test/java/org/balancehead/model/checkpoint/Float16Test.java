package org.balancehead.model.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Float16Test {
    @ParameterizedTest
    @CsvSource({
        "1.0, 3c00",
        "-2.0, c000",
        "65504.0, 7bff",
        "65519.996, 7bff",
        "65520.0, 7c00",
        "-1e9, fc00",
        "6.103515625e-5, 0400",
        "6.0975552e-5, 03ff",
        "5.9604645e-8, 0001",
        "2.9802322e-8, 0000",
        "-0.0, 8000",
        "0.333251953125, 3555",
        "2049.0, 6800",
        "2051.0, 6802",
        "NaN, 7e00"
    })
    void roundsToTheNearestHalfWithTiesToEven(float value, String bits) {
        short half = Float16.fromFloat(value);

        assertThat("%04x".formatted(half & 0xffff)).isEqualTo(bits);
    }

    @Test
    void everyHalfSurvivesTheWayThroughFloat() {
        for (int bits = 0; bits <= 0xffff; bits++) {
            float value = Float16.toFloat((short) bits);

            short back = Float16.fromFloat(value);

            if (!Float.isNaN(value)) {
                assertThat(back & 0xffff).isEqualTo(bits);
            }
        }
    }

    @Property(tries = 2000)
    void staysWithinHalfAStepOfTheValue(@ForAll @FloatRange(min = -65504f, max = 65504f) float value) {
        float rounded = Float16.toFloat(Float16.fromFloat(value));

        float halfStep = Math.max(Math.abs(value) * 0x1p-11f, 0x1p-25f);
        assertThat(Math.abs(rounded - value)).isLessThanOrEqualTo(halfStep);
    }
}
