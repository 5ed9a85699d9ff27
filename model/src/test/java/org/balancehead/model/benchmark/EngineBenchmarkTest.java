package org.balancehead.model.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.balancehead.model.tensor.TensorEngine;
import org.junit.jupiter.api.Test;

class EngineBenchmarkTest {
    @Test
    void statesWorkPerSecondOfTheClock() {
        AtomicLong nanos = new AtomicLong();
        Stopwatch tenMillisecondsARun = new Stopwatch(() -> nanos.getAndAdd(10_000_000));

        try (TensorEngine engine = TensorEngine.onCpu()) {
            List<Figure> figures = new EngineBenchmark(engine, tenMillisecondsARun).run();

            assertThat(figures)
                    .extracting(Figure::name)
                    .contains("matmul_gflops", "memory_bandwidth_gbps")
                    .isSubsetOf("matmul_gflops", "matmul_half_gflops", "memory_bandwidth_gbps");
            assertThat(figures)
                    .allSatisfy(figure -> assertThat(figure.value())
                            .isEqualTo(figure.unit().equals("GB/s") ? 53.6870912 : 214.7483648));
        }
    }

    @Test
    void namesTheMachineAndTheEngine() {
        try (TensorEngine engine = TensorEngine.onCpu()) {
            Machine machine = Machine.with(engine);

            assertThat(machine.engine()).startsWith("PyTorch 2.");
            assertThat(machine.device()).isEqualTo("cpu()");
            assertThat(machine.cores()).isPositive();
            assertThat(machine.memory()).isGreaterThan(1L << 28);
        }
    }
}
