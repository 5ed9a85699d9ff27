package org.balancehead.model.training;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import org.balancehead.model.tensor.ParameterMap;
import org.balancehead.model.tensor.TensorEngine;
import org.balancehead.model.tensor.TensorSession;

/** The exponential moving average of all weights, which is what gets evaluated and shipped; owns its copy. */
public final class MovingAverage implements AutoCloseable {
    private static final double DECAY = 0.999;

    private final TensorEngine engine;
    private final ParameterMap average;
    private final List<NDArray> averages = new ArrayList<>();
    private final List<NDArray> parameters = new ArrayList<>();

    /** Begins with a copy. */
    public MovingAverage(TensorEngine engine, ParameterMap weights) {
        this.engine = engine;
        average = new ParameterMap(engine);
        for (String name : weights.names()) {
            average.copy(weights, name);
            averages.add(average.get(name));
            parameters.add(weights.get(name));
        }
    }

    public ParameterMap weights() {
        return average;
    }

    /**
     * Follows the weights by one step, faster in the beginning.
     *
     * @param updates how many there are with this one
     */
    void update(int updates) {
        follow(Math.min(DECAY, (1.0 + updates) / (10.0 + updates)));
    }

    /** Follows the weights: average += (1 − decay) · (weight − average). */
    public void follow(double decay) {
        try (TensorSession session = engine.inference()) {
            session.ops().movingAverage(averages, parameters, decay);
        }
    }

    @Override
    public void close() {
        average.close();
    }
}
