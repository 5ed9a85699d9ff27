package org.balancehead.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SeedListTest {
    @Test
    void readsNumbersAndRangesAscendingAndEachOnce() {
        assertThat(SeedList.parse("0-3")).containsExactly(0, 1, 2, 3);
        assertThat(SeedList.parse("8, 1,2-3,3")).containsExactly(1, 2, 3, 8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "1-", "-1", "1,,2", "5-3", "0-1000", "12345678901", "0-999,2000"})
    void refusesWhatIsNoListOfAFewSeeds(String text) {
        assertThatThrownBy(() -> SeedList.parse(text))
                .isInstanceOf(BadInputException.class)
                .hasMessageStartingWith("--seeds '" + text + "' ");
    }
}
