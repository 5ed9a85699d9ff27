package org.balancehead.model.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.TorchScriptBridge;
import java.util.List;

/**
 * Calls the stage functions: what the engine's public operations lack, gradients, and the optimiser's step.
 *
 * <p>Modules call their own stage by name through {@link #call}; the functions that many modules share have a typed
 * method here. Arguments may be arrays, lists of arrays, {@code boolean}, {@code int}, {@code double} and
 * {@code long[]}.
 */
public final class TensorOps {
    private final PtSymbolBlock scripts;
    private final PtNDManager memory;
    private final boolean gradients;
    private final boolean halfPrecision;
    private final boolean mixed;

    TensorOps(PtSymbolBlock scripts, NDManager memory, boolean gradients, boolean halfPrecision, boolean mixed) {
        this.halfPrecision = halfPrecision;
        this.mixed = mixed;
        this.scripts = scripts;
        this.memory = (PtNDManager) memory;
        this.gradients = gradients;
    }

    /** Whether autograd records what is called here. */
    public boolean recordsGradients() {
        return gradients;
    }

    /** Whether the device is a GPU, which few large operations suit better than many small ones. */
    public boolean onGpu() {
        return memory.getDevice().isGpu();
    }

    /**
     * Whether the device multiplies bfloat16 faster than single precision: a GPU, or a processor with instructions for
     * it.
     */
    public boolean prefersHalfPrecision() {
        return halfPrecision;
    }

    /** Whether convolutions take half precision although gradients are recorded. */
    public boolean mixesPrecision() {
        return mixed;
    }

    /** Runs a stage function that returns one array. */
    public NDArray call(String function, Object... arguments) {
        try (Arguments values = new Arguments(arguments);
                IValue result = TorchScriptBridge.run(scripts.getHandle(), function, gradients, values.values())) {
            return result.toTensor(memory);
        }
    }

    /**
     * {@code x · factor}. Arithmetic with numbers goes through here: the engine's own methods keep the number in memory
     * that Java frees at its next collection, while a gradient may still ask for it.
     */
    public NDArray scaled(NDArray x, double factor) {
        return call("scaled", x, factor);
    }

    /** {@code x · factor + term}. */
    public NDArray scaled(NDArray x, double factor, double term) {
        return call("scaled_shifted", x, factor, term);
    }

    /**
     * Lets nothing through that cannot be shown: a renderer leaves places out that are at no number, and would give a
     * picture of nothing.
     *
     * @param what the arrays are of, for people
     * @throws NotFiniteException unless all their numbers are finite
     */
    public void requireFinite(String what, NDArray... arrays) {
        if (call("all_finite", List.of(arrays)).getFloat() == 0) {
            throw new NotFiniteException(what + " came out with numbers that are infinite or none.");
        }
    }

    /** Waits until the device has computed an array: a GPU works on while its caller goes on. */
    public void await(NDArray result) {
        call("first_number", result).getFloat();
    }

    /** Runs a module's {@code forward}, which returns one array. */
    public NDArray run(TorchScriptModule module, Object... arguments) {
        try (Arguments values = new Arguments(arguments);
                IValue result = TorchScriptBridge.run(module.handle(), "forward", gradients, values.values())) {
            return result.toTensor(memory);
        }
    }

    /** Runs a stage function that returns a list of arrays. */
    public NDArray[] callList(String function, Object... arguments) {
        try (Arguments values = new Arguments(arguments);
                IValue result = TorchScriptBridge.run(scripts.getHandle(), function, gradients, values.values())) {
            return result.toTensorArray(memory);
        }
    }

    /**
     * The gradients of the sum of scalars with respect to arrays; zeros where an input does not matter.
     *
     * @param outputs scalars
     * @param inputs arrays that require gradients, or results computed from such
     * @param createGraph whether the gradients can be differentiated again (R1)
     * @throws IllegalStateException in an inference session
     * @throws NotFiniteException when an output is no finite number: the engine's gradient of a look-up at such a place
     *     reads wild memory and can end the process
     */
    public NDArray[] grad(List<NDArray> outputs, List<NDArray> inputs, boolean createGraph) {
        if (!gradients) {
            throw new IllegalStateException("Gradients need a session that was opened with gradients().");
        }
        outputs.forEach(TensorOps::refuseUnlessFinite);
        return callList("grad", outputs, inputs, createGraph);
    }

    /**
     * The gradients of the sum of arrays, each times its weights, with respect to other arrays; zeros where an input
     * does not matter.
     *
     * @param outputs of any shape
     * @param weights of the same shapes; finite
     * @param inputs arrays that require gradients
     */
    public NDArray[] grad(List<NDArray> outputs, List<NDArray> weights, List<NDArray> inputs) {
        return callList("weighted_grad", outputs, weights, inputs);
    }

    private static void refuseUnlessFinite(NDArray output) {
        for (Number value : output.toArray()) {
            if (!Double.isFinite(value.doubleValue())) {
                throw new NotFiniteException("The loss is %s: what led to it has diverged.".formatted(value));
            }
        }
    }

    /** A copy of an array that is cut off from autograd and from inference mode. */
    public NDArray detach(NDArray array) {
        try (Arguments values = new Arguments(new Object[] {array});
                IValue result = TorchScriptBridge.run(scripts.getHandle(), "detach_copy", true, values.values())) {
            return result.toTensor(memory);
        }
    }

    /**
     * One Adam step in place (Kingma and Ba, ICLR 2015), the bias corrections included.
     *
     * @param parameters what to change, in place
     * @param gradients of the loss, same order and shapes
     * @param firstMoments running means, changed in place
     * @param secondMoments running uncentred variances, changed in place
     * @param rate the learning rate
     * @param step counts from 1
     */
    public void adam(
            List<NDArray> parameters,
            List<NDArray> gradients,
            List<NDArray> firstMoments,
            List<NDArray> secondMoments,
            double rate,
            double beta1,
            double beta2,
            double epsilon,
            int step) {
        Object[] arguments = {parameters, gradients, firstMoments, secondMoments, rate, beta1, beta2, epsilon, step};
        try (Arguments values = new Arguments(arguments);
                IValue done = TorchScriptBridge.run(scripts.getHandle(), "adam", false, values.values())) {
            if (!done.isBoolean()) {
                throw new IllegalStateException("adam returned " + done.getType());
            }
        }
    }

    /**
     * Moves averages towards parameters in place: average += (1 − decay)·(parameter − average).
     *
     * @param averages changed in place, same order and shapes as {@code parameters}
     */
    public void movingAverage(List<NDArray> averages, List<NDArray> parameters, double decay) {
        try (Arguments values = new Arguments(new Object[] {averages, parameters, decay});
                IValue done = TorchScriptBridge.run(scripts.getHandle(), "moving_average", false, values.values())) {
            if (!done.isBoolean()) {
                throw new IllegalStateException("moving_average returned " + done.getType());
            }
        }
    }

    /** The arguments of one call as native values, freed together. */
    private record Arguments(IValue[] values) implements AutoCloseable {
        Arguments(Object[] arguments) {
            this(new IValue[arguments.length]);
            for (int i = 0; i < arguments.length; i++) {
                values[i] = toNative(arguments[i]);
            }
        }

        private static IValue toNative(Object argument) {
            if (argument instanceof PtNDArray array) {
                return IValue.from(array);
            } else if (argument instanceof Boolean flag) {
                return IValue.from((boolean) flag);
            } else if (argument instanceof Integer number) {
                return IValue.from((long) number);
            } else if (argument instanceof Double number) {
                return IValue.from((double) number);
            } else if (argument instanceof long[] numbers) {
                return IValue.listFrom(numbers);
            } else if (argument instanceof double[] numbers) {
                return IValue.listFrom(numbers);
            } else if (argument instanceof NDArray[] arrays) {
                return ofArrays(List.of(arrays));
            } else if (argument instanceof List<?> arrays) {
                return ofArrays(arrays);
            }
            throw new IllegalArgumentException("A stage function takes no " + argument.getClass());
        }

        private static IValue ofArrays(List<?> arrays) {
            return IValue.listFrom(arrays.stream().map(PtNDArray.class::cast).toArray(PtNDArray[]::new));
        }

        @Override
        public void close() {
            for (IValue value : values) {
                if (value != null) {
                    value.close();
                }
            }
        }
    }
}
