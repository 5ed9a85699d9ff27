package org.balancehead.streaming.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class CreditWindowTest {
    @Test
    void beginsClosed() {
        CreditWindow window = new CreditWindow(4);

        assertThat(window.open()).isFalse();
        assertThatThrownBy(window::spend).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void closesWhenWhatWasGrantedIsSpent() {
        CreditWindow window = new CreditWindow(4);
        window.grant(2);

        window.spend();
        window.spend();

        assertThat(window.open()).isFalse();
    }

    @Test
    void cutsGrantsAtTheBound() {
        CreditWindow window = new CreditWindow(4);

        window.grant(3);
        window.grant(Integer.MAX_VALUE);

        assertThat(window.credit()).isEqualTo(4);
    }
}
