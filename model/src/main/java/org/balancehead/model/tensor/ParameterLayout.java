package org.balancehead.model.tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/** Which weights a network has, in order: their names, shapes, and how they begin. */
public final class ParameterLayout {
    private final Map<String, Entry> entries = new LinkedHashMap<>();

    /**
     * One weight.
     *
     * @param mean of its first numbers
     * @param deviation of its first numbers; 0 makes all of them the mean
     * @param trained false for what the optimiser leaves alone: fixed noise, running averages
     */
    private record Entry(double mean, double deviation, boolean trained, long[] shape) {
        long size() {
            return Arrays.stream(shape).reduce(1, Math::multiplyExact);
        }
    }

    /** Adds a trained weight that begins normally distributed about 0. */
    public void normal(String name, double deviation, long... shape) {
        add(name, new Entry(0, deviation, true, shape));
    }

    /** Adds a trained weight that begins with one number everywhere. */
    public void constant(String name, double value, long... shape) {
        add(name, new Entry(value, 0, true, shape));
    }

    /** Adds a weight that is not trained and begins normally distributed about 0; deviation 0 makes it zeros. */
    public void untrained(String name, double deviation, long... shape) {
        add(name, new Entry(0, deviation, false, shape));
    }

    private void add(String name, Entry entry) {
        if (entries.put(name, entry) != null) {
            throw new IllegalStateException("There are two weights '" + name + "'.");
        }
    }

    /** Names, in order. */
    public List<String> names() {
        return new ArrayList<>(entries.keySet());
    }

    /** Whether the optimiser may change the weight of a name. */
    public boolean trained(String name) {
        Entry entry = entries.get(name);
        return entry != null && entry.trained();
    }

    /** How many numbers are trained. */
    public long trainedSize() {
        return entries.values().stream()
                .filter(Entry::trained)
                .mapToLong(Entry::size)
                .sum();
    }

    /** Makes weights in the engine's memory; the same random numbers give the same weights. */
    public ParameterMap draw(TensorEngine engine, RandomGenerator random) {
        ParameterMap weights = new ParameterMap(engine);
        entries.forEach((name, entry) -> {
            float[] numbers = new float[Math.toIntExact(entry.size())];
            for (int i = 0; i < numbers.length; i++) {
                double noise = entry.deviation() == 0 ? 0 : entry.deviation() * random.nextGaussian();
                numbers[i] = (float) (entry.mean() + noise);
            }
            weights.put(name, numbers, entry.shape());
        });
        return weights;
    }

    /** The weights' shapes by name, in order. */
    public Map<String, long[]> shapes() {
        Map<String, long[]> shapes = new LinkedHashMap<>();
        entries.forEach((name, entry) -> shapes.put(name, entry.shape().clone()));
        return shapes;
    }

    /**
     * Compares weights with this layout.
     *
     * @throws IllegalArgumentException when one is missing, is of another shape, or belongs to no part
     */
    public void check(ParameterMap weights) {
        Map<String, long[]> shapes = new LinkedHashMap<>();
        weights.names()
                .forEach(name -> shapes.put(name, weights.get(name).getShape().getShape()));
        checkShapes(shapes);
    }

    /**
     * Compares the shapes of weights with this layout.
     *
     * @throws IllegalArgumentException when one is missing, is of another shape, or belongs to no part
     */
    public void checkShapes(Map<String, long[]> shapes) {
        entries.forEach((name, entry) -> {
            long[] shape = shapes.get(name);
            if (shape == null) {
                throw new IllegalArgumentException("The weights have no '" + name + "'.");
            }
            if (!Arrays.equals(shape, entry.shape())) {
                throw new IllegalArgumentException("The weight '%s' has the shape %s, but this network needs %s."
                        .formatted(name, Arrays.toString(shape), Arrays.toString(entry.shape())));
            }
        });
        Set<String> surplus = new TreeSet<>(shapes.keySet());
        surplus.removeAll(entries.keySet());
        if (!surplus.isEmpty()) {
            throw new IllegalArgumentException("This network has no place for %d of the weights, such as '%s'."
                    .formatted(surplus.size(), surplus.iterator().next()));
        }
    }
}
