package org.balancehead.model.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.pytorch.jni.JniUtils;

/**
 * One task's use of the engine in one thread: sets the gradient mode, and on close frees every array that was made
 * meanwhile in this thread, whoever its manager is, except those handed to {@link #keep}.
 *
 * <p>Sessions may be nested; the inner one restores the outer one's mode.
 */
public final class TensorSession implements AutoCloseable {
    private final boolean outerGradients;
    private final NDManager memory;
    private final NDScope scope;
    private final TensorOps ops;

    TensorSession(TensorEngine engine, boolean gradients, boolean mixed) {
        outerGradients = JniUtils.isGradMode();
        JniUtils.setGradMode(gradients);
        JniUtils.setGraphExecutorOptimize(false); // per thread; the optimiser makes backward slower and larger
        memory = engine.newScratch();
        scope = new NDScope();
        scope.suppressNotUsedWarning();
        ops = new TensorOps(engine.scripts(), memory, gradients, engine.prefersHalfPrecision(), mixed);
    }

    /** The stage functions in this session's mode; results live until the session closes. */
    public TensorOps ops() {
        return ops;
    }

    /** Owner of arrays that are made from Java data and live until the session closes. */
    public NDManager memory() {
        return memory;
    }

    /** Moves an array out of the session into {@code owner}, which frees it. Returns the array. */
    public NDArray keep(NDArray array, NDManager owner) {
        NDScope.unregister(array);
        return TensorEngine.handOver(array, owner);
    }

    /** A detached copy of an array, row-major, owned by {@code owner}: no graph, no inference mode. */
    public NDArray keepCopy(NDArray array, NDManager owner) {
        return keep(ops.detach(array), owner);
    }

    @Override
    public void close() {
        scope.close();
        memory.close();
        JniUtils.setGradMode(outerGradients);
    }
}
