package org.balancehead.model.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The named weights of a network, owned together, in the order in which they were put.
 *
 * <p>Names are paths such as {@code synthesis.b64.conv0.weight}, as checkpoints store them.
 */
public final class ParameterMap implements AutoCloseable {
    private final NDManager owner;
    private final @Nullable ParameterMap under;
    private final Map<String, NDArray> arrays = new LinkedHashMap<>();

    public ParameterMap(TensorEngine engine) {
        this(engine, null);
    }

    /**
     * Weights of one's own over others, which are used where there is no own one; names, sizes and gradients are those
     * of the own ones.
     *
     * @param under not closed with this
     */
    public ParameterMap(TensorEngine engine, @Nullable ParameterMap under) {
        owner = engine.newOwner();
        this.under = under;
    }

    /** Copies numbers into a new weight of the given shape. */
    public void put(String name, float[] numbers, long... shape) {
        NDArray array = owner.create(numbers, new Shape(shape));
        put(name, array);
    }

    /** Copies a weight of other weights. */
    public void copy(ParameterMap from, String name) {
        NDArray weight = from.get(name);
        put(name, weight.toFloatArray(), weight.getShape().getShape());
    }

    /** Takes over an array, or replaces the one of that name. */
    public void put(String name, NDArray array) {
        TensorEngine.handOver(array, owner);
        array.setName(name);
        NDArray before = arrays.put(name, array);
        if (before != null) {
            before.close();
        }
    }

    /**
     * The weight of a name.
     *
     * @throws IllegalArgumentException when there is none
     */
    public NDArray get(String name) {
        NDArray array = arrays.get(name);
        if (array == null && under != null) {
            return under.get(name);
        }
        if (array == null) {
            throw new IllegalArgumentException("The weights have no '" + name + "'.");
        }
        return array;
    }

    public boolean has(String name) {
        return arrays.containsKey(name);
    }

    public List<String> names() {
        return new ArrayList<>(arrays.keySet());
    }

    /** Lets the weights whose name passes be trained, and freezes the others. */
    public void requireGradients(Predicate<String> trained) {
        arrays.forEach((name, array) -> array.setRequiresGradient(trained.test(name)));
    }

    /** How many numbers the weights hold. */
    public long size() {
        return arrays.values().stream().mapToLong(NDArray::size).sum();
    }

    public NDManager owner() {
        return owner;
    }

    @Override
    public void close() {
        owner.close();
    }
}
