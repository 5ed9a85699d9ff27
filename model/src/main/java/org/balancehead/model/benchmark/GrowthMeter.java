package org.balancehead.model.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.DoubleFunction;
import java.util.function.DoubleUnaryOperator;
import org.balancehead.model.tensor.TensorEngine;
import org.balancehead.model.tensor.TensorSession;

/**
 * Measures how the time of a task without gradients grows with a size, in milliseconds.
 *
 * @param preset of the generator that is measured
 */
record GrowthMeter(TensorEngine engine, String preset, Stopwatch stopwatch, Repetitions repetitions) {
    /** @param task the task for a size */
    Growth grow(String name, String size, List<Double> sizes, DoubleFunction<Consumer<TensorSession>> task) {
        return grow(name, size, sizes, task, at -> 1);
    }

    /**
     * The size is how many things are made in one call; the time is that of one of them.
     *
     * @param task the task for a size
     */
    Growth growTogether(String name, String size, List<Double> sizes, DoubleFunction<Consumer<TensorSession>> task) {
        return grow(name, size, sizes, task, at -> at);
    }

    private Growth grow(
            String name,
            String size,
            List<Double> sizes,
            DoubleFunction<Consumer<TensorSession>> task,
            DoubleUnaryOperator made) {
        List<Growth.Point> points = new ArrayList<>();
        for (double at : sizes) {
            Consumer<TensorSession> once = task.apply(at);
            Samples seconds = stopwatch.measure(repetitions, () -> {
                try (TensorSession session = engine.inference()) {
                    once.accept(session);
                }
            });
            points.add(Growth.Point.of(at, seconds.map(s -> s * 1e3 / made.applyAsDouble(at))));
        }
        return new Growth(name, preset, TensorEngine.threads(), size, "ms", points);
    }
}
