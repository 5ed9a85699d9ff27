package org.balancehead.model.checkpoint;

import ai.djl.ndarray.NDArray;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
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

    /** Copies weights out of the engine's memory, those of {@code halved} names to be stored in half precision. */
    public static Map<String, StoredTensor> store(ParameterMap weights, Predicate<String> halved) {
        Map<String, StoredTensor> tensors = new LinkedHashMap<>();
        for (String name : weights.names()) {
            NDArray weight = weights.get(name);
            Precision precision = halved.test(name) ? Precision.F16 : Precision.F32;
            tensors.put(name, new StoredTensor(precision, weight.getShape().getShape(), weight.toFloatArray()));
        }
        return tensors;
    }
}
