package org.balancehead.streaming.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class LatestSlotTest {
    @Test
    void givesTheNewestOnceAndCountsWhatItReplaced() {
        LatestSlot<String> slot = new LatestSlot<>();

        boolean first = slot.offer("first");
        boolean second = slot.offer("second");

        assertThat(first).isFalse();
        assertThat(second).isTrue();
        assertThat(slot.take()).hasValue("second");
        assertThat(slot.take()).isEmpty();
        assertThat(slot.replaced()).isEqualTo(1);
    }

    /** {@code true} offers, {@code false} takes. */
    @Property
    void everyItemIsEitherTakenOrReplacedOrWaiting(@ForAll List<Boolean> offers) {
        LatestSlot<Integer> slot = new LatestSlot<>();
        int offered = 0;
        int taken = 0;
        for (boolean offer : offers) {
            if (offer) {
                slot.offer(offered++);
            } else if (slot.take().isPresent()) {
                taken++;
            }
        }

        int waiting = slot.take().isPresent() ? 1 : 0;

        assertThat(taken + slot.replaced() + waiting).isEqualTo(offered);
    }
}
