package org.balancehead.actors.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BatchWindowTest {
    private final BatchWindow window = new BatchWindow(5, 9, 3);

    @Test
    void asksForAsManyAsItHasRoomForAndNotBeyondTheEnd() {
        assertThat(window.ask()).containsExactly(5, 6, 7);
        assertThat(window.ask()).isEmpty();

        window.put(step(5));
        window.take();

        assertThat(window.ask()).containsExactly(8);
        window.put(step(6));
        window.take();
        assertThat(window.ask()).isEmpty();
    }

    @Test
    void givesThemOutInOrderHoweverTheyCome() {
        window.ask();
        window.put(step(6));

        assertThat(window.take()).isEmpty();
        assertThat(window.missing()).containsExactly(5, 7);
        window.put(step(5));
        assertThat(taken()).contains(5);
        assertThat(taken()).contains(6);
        assertThat(taken()).isEmpty();
    }

    @Test
    void takesNoneInTwiceWhenTwoReadersDrewIt() {
        window.ask();

        window.put(step(5));
        window.put(step(5));

        assertThat(window.ahead()).isEqualTo(1);
        assertThat(taken()).contains(5);
        window.put(step(5));
        assertThat(window.ahead()).isZero();
    }

    private Optional<Integer> taken() {
        return window.take().map(DrawnStep::step);
    }

    private static DrawnStep step(int step) {
        return new DrawnStep(step, Map::of);
    }
}
