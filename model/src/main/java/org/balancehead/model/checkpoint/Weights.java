package org.balancehead.model.checkpoint;

import ai.djl.ndarray.NDArray;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.balancehead.model.tensor.ParameterMap;
import org.balancehead.model.tensor.TensorEngine;

/** Carries weights between checkpoint files and the engine. */
public final class Weights {
    private Weights() {}

    /** Copies stored tensors into the engine's memory; the caller closes the map. */
    public static ParameterMap load(Map<String, StoredTensor> tensors, TensorEngine engine) {
        ParameterMap weights = new ParameterMap(engine);
        tensors.forEach((name, tensor) -> weights.put(name, tensor.values(), tensor.shape()));
        return weights;
    }

    /** Copies weights out of the engine's memory, to be stored as they are. */
    public static Map<String, StoredTensor> store(ParameterMap weights) {
        return store(weights, name -> Precision.F32);
    }

    /** Copies weights out of the engine's memory, each to be stored in the precision of its name. */
    public static Map<String, StoredTensor> store(ParameterMap weights, Function<String, Precision> precision) {
        Map<String, StoredTensor> tensors = new LinkedHashMap<>();
        for (String name : weights.names()) {
            NDArray weight = weights.get(name);
            tensors.put(
                    name,
                    new StoredTensor(precision.apply(name), weight.getShape().getShape(), weight.toFloatArray()));
        }
        return tensors;
    }
}
