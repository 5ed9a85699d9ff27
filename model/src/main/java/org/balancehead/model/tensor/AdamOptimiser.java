package org.balancehead.model.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** Adam (Kingma and Ba, ICLR 2015) over named parameters, each with a learning rate of its own; owns its moments. */
public final class AdamOptimiser implements AutoCloseable {
    private static final double BETA_2 = 0.99;
    private static final double EPSILON = 1e-8;

    private final TensorEngine engine;
    private final List<String> names;
    private final List<NDArray> parameters = new ArrayList<>();
    private final NDManager owner;
    private final List<NDArray> firstMoments = new ArrayList<>();
    private final List<NDArray> secondMoments = new ArrayList<>();
    private final double beta1;

    /** Which parameters have a learning rate. */
    private final Map<Double, List<Integer>> byRate = new LinkedHashMap<>();

    private int step;

    /** An optimiser whose first moments follow with 0.9. */
    public AdamOptimiser(
            TensorEngine engine, ParameterMap weights, List<String> names, ToDoubleFunction<String> rates) {
        this(engine, weights, names, rates, 0.9);
    }

    /**
     * Lets the named parameters require gradients and begins with zero moments.
     *
     * @param beta1 how slowly the first moments follow; 0 where generator and discriminator chase each other
     * @param rates the learning rate of each name, multiplied in each step by the schedule's factor
     */
    public AdamOptimiser(
            TensorEngine engine,
            ParameterMap weights,
            List<String> names,
            ToDoubleFunction<String> rates,
            double beta1) {
        this.beta1 = beta1;
        this.engine = engine;
        this.names = List.copyOf(names);
        owner = engine.newOwner();
        for (String name : names) {
            NDArray parameter = weights.get(name);
            parameter.setRequiresGradient(true);
            parameters.add(parameter);
            firstMoments.add(TensorEngine.handOver(owner.zeros(parameter.getShape()), owner));
            secondMoments.add(TensorEngine.handOver(owner.zeros(parameter.getShape()), owner));
            byRate.computeIfAbsent(rates.applyAsDouble(name), rate -> new ArrayList<>())
                    .add(parameters.size() - 1);
        }
    }

    /** What a loss is differentiated by, in the order of the names. */
    public List<NDArray> parameters() {
        return parameters;
    }

    /** Steps taken so far. */
    public int steps() {
        return step;
    }

    /** Takes one step; {@code factor} scales every rate. */
    public void step(List<NDArray> gradients, double factor) {
        step++;
        try (TensorSession session = engine.inference()) {
            byRate.forEach((rate, which) -> session.ops()
                    .adam(
                            those(parameters, which),
                            those(gradients, which),
                            those(firstMoments, which),
                            those(secondMoments, which),
                            rate * factor,
                            beta1,
                            BETA_2,
                            EPSILON,
                            step));
        }
    }

    private static List<NDArray> those(List<NDArray> all, List<Integer> which) {
        return which.stream().map(all::get).toList();
    }

    /** Copies of the moments by name, for a checkpoint. */
    public Map<String, float[]> moments() {
        Map<String, float[]> stored = new LinkedHashMap<>();
        for (int i = 0; i < names.size(); i++) {
            stored.put(names.get(i) + ".first", firstMoments.get(i).toFloatArray());
            stored.put(names.get(i) + ".second", secondMoments.get(i).toFloatArray());
        }
        return stored;
    }

    /**
     * Takes over stored moments.
     *
     * @throws IllegalArgumentException when a name is missing or has another size
     */
    public void restore(Map<String, float[]> stored, int steps) {
        for (int i = 0; i < names.size(); i++) {
            restore(firstMoments.get(i), stored.get(names.get(i) + ".first"), names.get(i));
            restore(secondMoments.get(i), stored.get(names.get(i) + ".second"), names.get(i));
        }
        step = steps;
    }

    private static void restore(NDArray moment, float @Nullable [] stored, String name) {
        if (stored == null || stored.length != moment.size()) {
            throw new IllegalArgumentException("The optimiser's state does not fit '" + name + "'.");
        }
        moment.set(stored);
    }

    @Override
    public void close() {
        owner.close();
    }
}
