package org.balancehead.tests.live;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.balancehead.actors.fakes.FakeHeadModel;
import org.balancehead.model.tensor.TensorEngine;
import org.balancehead.model.tensor.TensorSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The soak's measures would notice: a server that keeps something of each visit is told from one that does not. */
@Tag("memory")
class LeakControlIT {
    /** What a visit may leave behind in the measure, in bytes; what a session holds is a thousand times that. */
    static final double BOUND_A_VISIT = 16 << 10;

    /** Of arrays, which are counted exactly; the smallest head holds a thousand times that. */
    static final double BOUND_OF_ARRAYS_A_VISIT = 1 << 10;

    private static final Logger LOG = LoggerFactory.getLogger(LeakControlIT.class);
    private static final int LEAKED = 64 << 10;
    private static final int LEAKED_NUMBERS = 1 << 10;
    private static final int LEAKED_OUTSIDE = 2 << 20;
    private static final Duration A_LEAK = Duration.ofMillis(80);
    private static final long BOUND_OF_GROWTH = 50L << 20;
    private static final Duration DURATION = Duration.ofSeconds(9);

    private final List<byte[]> leaked = new CopyOnWriteArrayList<>();
    private final List<ByteBuffer> outside = new CopyOnWriteArrayList<>();
    private final long began = System.nanoTime();

    @Test
    void noticesALeakOfAFewKilobytesAVisitOnTheHeapInArraysAndInTheProcess() throws IOException {
        try (TensorEngine engine = TensorEngine.onCpu();
                NDManager owner = engine.newOwner()) {
            Soak soak = Soak.of(new FakeHeadModel(call -> {
                if (call.equals("invert")) {
                    leak(engine, owner);
                }
            }));

            soak.run(DURATION);

            LOG.info("planted leaks: {}", soak.report());
            assertThat(leaked).hasSizeGreaterThan(20);
            assertThat(soak.heapPerVisit()).isGreaterThan(BOUND_A_VISIT);
            assertThat(soak.arraysPerVisit()).isGreaterThan(BOUND_OF_ARRAYS_A_VISIT);
            assertThat(soak.residentGrowth()).isGreaterThan(BOUND_OF_GROWTH);
        }
    }

    private void leak(TensorEngine engine, NDManager owner) {
        leaked.add(new byte[LEAKED]);
        try (TensorSession session = engine.inference()) {
            session.keep(session.memory().zeros(new Shape(LEAKED_NUMBERS)), owner);
        }
        while ((System.nanoTime() - began) / A_LEAK.toNanos() > outside.size()) { // as much however many visitors come
            outside.add(ByteBuffer.allocateDirect(LEAKED_OUTSIDE));
        }
    }
}
