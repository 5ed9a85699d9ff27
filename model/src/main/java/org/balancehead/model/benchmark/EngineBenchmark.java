package org.balancehead.model.benchmark;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.balancehead.model.tensor.TensorEngine;
import org.balancehead.model.tensor.TensorSession;

/** Measures what the machine gives at best: multiplications and memory traffic, which bound every other figure. */
public final class EngineBenchmark {
    /** Name of the figure of multiplications. */
    static final String MATMUL = "matmul_gflops";

    /** Name of the figure of memory traffic. */
    static final String BANDWIDTH = "memory_bandwidth_gbps";

    private static final int SIDE = 1024;
    private static final double FLOPS = 2.0 * SIDE * SIDE * SIDE;
    private static final int LARGE = 64 << 20; // numbers: 256 MiB, beyond any cache
    private static final double TRAFFIC = 2.0 * LARGE * Float.BYTES; // each number is read and written

    private final TensorEngine engine;
    private final Stopwatch stopwatch;

    public EngineBenchmark(TensorEngine engine, Stopwatch stopwatch) {
        this.engine = engine;
        this.stopwatch = stopwatch;
    }

    /** {@code matmul_gflops} and {@code memory_bandwidth_gbps}, with as many threads as the engine is set to. */
    public List<Figure> run() {
        int threads = TensorEngine.threads();
        return List.of(
                Figure.of(MATMUL, matmul().map(s -> FLOPS / s / 1e9), "GFLOP/s", threads, ""),
                Figure.of(BANDWIDTH, scaling().map(s -> TRAFFIC / s / 1e9), "GB/s", threads, ""));
    }

    private Samples matmul() {
        try (TensorSession session = engine.inference()) {
            NDArray a = session.memory().randomUniform(-1, 1, new Shape(SIDE, SIDE));
            NDArray b = session.memory().randomUniform(-1, 1, new Shape(SIDE, SIDE));
            return stopwatch.measure(3, 15, () -> a.matMul(b).close());
        }
    }

    private Samples scaling() {
        try (TensorSession session = engine.inference()) {
            NDArray numbers = session.memory().ones(new Shape(LARGE));
            return stopwatch.measure(2, 9, () -> numbers.muli(-1));
        }
    }
}
