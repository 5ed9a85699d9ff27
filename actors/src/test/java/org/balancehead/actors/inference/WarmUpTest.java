package org.balancehead.actors.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.balancehead.actors.fakes.FakeHeadModel;
import org.junit.jupiter.api.Test;

class WarmUpTest {
    @Test
    void invertsAndRendersOnceAndKeepsOnlyTheModel() {
        List<String> calls = new ArrayList<>();
        FakeHeadModel model = new FakeHeadModel(calls::add);

        WarmUp.of(model);

        assertThat(calls).contains("invert", "step", "render");
        assertThat(model.open()).isEqualTo(1);
    }

    @Test
    void closesAModelThatCannotRender() {
        FakeHeadModel model = new FakeHeadModel(call -> {
            if (call.equals("render")) {
                throw new IllegalStateException("The planted failure of render.");
            }
        });

        assertThatThrownBy(() -> WarmUp.of(model)).hasMessageContaining("planted");

        assertThat(model.open()).isZero();
    }
}
