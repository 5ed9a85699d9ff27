package org.balancehead.model.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TensorEngineTest {
    private static final Shape KIBIBYTE = new Shape(256);

    private static TensorEngine engine;

    @BeforeAll
    static void start() {
        engine = TensorEngine.onCpu();
    }

    @AfterAll
    static void stop() {
        engine.close();
    }

    @Test
    void tellsMissingMemoryOfTheDeviceAndOfJavaFromOtherFailures() {
        assertThat(TensorEngine.isOutOfMemory(
                        new IllegalStateException("CUDA out of memory. Tried to allocate 2 GiB.")))
                .isTrue();
        assertThat(TensorEngine.isOutOfMemory(new OutOfMemoryError("Java heap space")))
                .isTrue();
        assertThat(TensorEngine.isOutOfMemory(new OutOfMemoryError())).isTrue();
        assertThat(TensorEngine.isOutOfMemory(new IllegalStateException("Shapes differ.")))
                .isFalse();
    }

    @Test
    void countsWhatOwnersHoldAndNotWhatACallUnderWayMade() {
        try (NDManager owner = engine.newOwner();
                TensorSession session = engine.inference()) {
            long before = engine.memoryInUse();
            NDArray made = session.memory().ones(KIBIBYTE);
            assertThat(engine.memoryInUse()).isEqualTo(before);

            session.keep(made, owner);

            assertThat(engine.memoryInUse()).isEqualTo(before + 1024);
        }
    }

    @Test
    void countsWhileOwnersAreClosed() {
        AtomicBoolean enough = new AtomicBoolean();
        long before = engine.memoryInUse();
        CompletableFuture<Void> coming = CompletableFuture.runAsync(() -> {
            while (!enough.get()) {
                try (NDManager owner = engine.newOwner()) {
                    for (int i = 0; i < 50; i++) {
                        owner.ones(KIBIBYTE);
                        TensorEngine.handOver(owner.ones(KIBIBYTE), owner);
                    }
                }
            }
        });
        try {
            for (int i = 0; i < 3000; i++) {
                assertThat(engine.memoryInUse()).isGreaterThanOrEqualTo(before);
            }
        } finally {
            enough.set(true);
            coming.join();
        }

        assertThat(engine.memoryInUse()).isEqualTo(before);
    }

    @Test
    void whatIsFreedBeforeItsOwnerCountsNoMore() {
        try (NDManager owner = engine.newOwner();
                ParameterMap weights = new ParameterMap(engine);
                TensorSession session = engine.inference()) {
            long before = engine.memoryInUse();
            NDArray kept = session.keep(session.memory().ones(KIBIBYTE), owner);
            weights.put("weight", session.memory().ones(KIBIBYTE));
            assertThat(engine.memoryInUse()).isEqualTo(before + 2048);

            kept.close();
            weights.put("weight", session.memory().ones(KIBIBYTE));

            assertThat(engine.memoryInUse()).isEqualTo(before + 1024);
        }
    }
}
