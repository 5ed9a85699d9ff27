package org.balancehead.tests.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SoakLengthTest {
    @Test
    void readsSecondsMinutesAndHours() {
        assertThat(SoakLength.of("180")).isEqualTo(Duration.ofMinutes(3));
        assertThat(SoakLength.of("180s")).isEqualTo(Duration.ofMinutes(3));
        assertThat(SoakLength.of("45m")).isEqualTo(Duration.ofMinutes(45));
        assertThat(SoakLength.of("2h")).isEqualTo(Duration.ofHours(2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "0m", "-3", "2 h", "1.5h", "2d", "long", "12345678"})
    void refusesWhatIsNoLength(String given) {
        assertThatThrownBy(() -> SoakLength.of(given))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("-Dsoak=" + given
                        + " is no length: give seconds, such as 180 or 180s, minutes (45m) or hours (2h).");
    }
}
