package org.balancehead.model.benchmark;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import org.balancehead.model.tensor.TensorEngine;
import org.balancehead.model.tensor.TensorOps;
import org.balancehead.model.tensor.TensorSession;

/** Measures what the machine gives at best: multiplications and memory traffic, which bound every other figure. */
public final class EngineBenchmark {
    /** Name of the figure of multiplications. */
    static final String MATMUL = "matmul_gflops";

    /** Name of the figure of multiplications in half precision. */
    static final String HALF_MATMUL = "matmul_half_gflops";

    /** Name of the figure of memory traffic. */
    static final String BANDWIDTH = "memory_bandwidth_gbps";

    private static final int SIDE = 1024;
    private static final int GPU_SIDE = 8192;
    private static final int LARGE = 64 << 20; // numbers: 256 MiB, beyond any cache
    private static final int GPU_LARGE = 1 << 30;
    private static final double TRAFFIC = 2.0 * Float.BYTES; // a number is read and written

    private final TensorEngine engine;
    private final Stopwatch stopwatch;

    public EngineBenchmark(TensorEngine engine, Stopwatch stopwatch) {
        this.engine = engine;
        this.stopwatch = stopwatch;
    }

    /**
     * {@code matmul_gflops}, {@code matmul_half_gflops} where the device is faster with bfloat16, and
     * {@code memory_bandwidth_gbps}, with as many threads as the engine is set to.
     */
    public List<Figure> run() {
        List<Figure> figures = new ArrayList<>();
        try (TensorSession session = engine.inference()) {
            TensorOps ops = session.ops();
            NDArray a = square(session);
            NDArray b = square(session);
            figures.add(matmul(MATMUL, ops, a, b));
            if (ops.prefersHalfPrecision()) {
                figures.add(matmul(HALF_MATMUL, ops, ops.call("bfloat16", a), ops.call("bfloat16", b)));
            }
        }
        figures.add(figure(BANDWIDTH, scaling(), "GB/s"));
        return List.copyOf(figures);
    }

    private Figure matmul(String name, TensorOps ops, NDArray a, NDArray b) {
        Samples seconds = stopwatch.measure(3, 15, () -> {
            try (NDArray product = a.matMul(b)) {
                ops.await(product);
            }
        });
        double side = (double) a.getShape().get(0);
        double operations = 2 * side * side * side;
        return figure(name, seconds.map(s -> operations / s / 1e9), "GFLOP/s");
    }

    private static NDArray square(TensorSession session) {
        int side = session.ops().onGpu() ? GPU_SIDE : SIDE;
        return session.memory().randomUniform(-1, 1, new Shape(side, side));
    }

    private static Figure figure(String name, Samples samples, String unit) {
        return Figure.of(name, samples, unit, TensorEngine.threads(), "");
    }

    private Samples scaling() {
        try (TensorSession session = engine.inference()) {
            int count = session.ops().onGpu() ? GPU_LARGE : LARGE;
            NDArray numbers = session.memory().ones(new Shape(count));
            return stopwatch
                    .measure(2, 9, () -> {
                        numbers.negi();
                        session.ops().await(numbers);
                    })
                    .map(s -> TRAFFIC * count / s / 1e9);
        }
    }
}
