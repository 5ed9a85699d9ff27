package org.balancehead.model.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.types.Shape;
import org.balancehead.model.tensor.TensorEngine;
import org.balancehead.model.tensor.TensorSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class MemoryUseTest {
    private static final int MEBIBYTE = 1 << 20;

    @Test
    void countsWhatIsAllocatedOnTheHeap() {
        byte[][] kept = new byte[1][];

        MemoryUse use = MemoryUse.of(() -> kept[0] = new byte[8 * MEBIBYTE]);

        assertThat(use.heapBytes()).isBetween(8L * MEBIBYTE, 9L * MEBIBYTE);
        assertThat(kept[0]).hasSize(8 * MEBIBYTE);
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "only Linux tells the peak of a process's memory")
    void countsTheEnginesArraysThatAreAliveTogether() {
        try (TensorEngine engine = TensorEngine.onCpu()) {
            MemoryUse use = MemoryUse.of(() -> {
                for (int i = 0; i < 3; i++) {
                    try (TensorSession session = engine.inference()) {
                        session.memory().ones(new Shape(16 * MEBIBYTE));
                    }
                }
            });

            assertThat(use.nativeBytes()).isBetween(60L * MEBIBYTE, 100L * MEBIBYTE);
        }
    }
}
