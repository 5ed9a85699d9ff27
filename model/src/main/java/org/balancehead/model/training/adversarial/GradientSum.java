package org.balancehead.model.training.adversarial;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;
import org.balancehead.model.tensor.TensorEngine;
import org.balancehead.model.tensor.TensorSession;

/** The mean gradient of the parts of a batch, which are taken one after the other to save memory; owns its arrays. */
final class GradientSum implements AutoCloseable {
    private final TensorEngine engine;
    private final NDManager owner;
    private final float share;
    private final List<NDArray> sums = new ArrayList<>();

    /** @param parts how many there will be */
    GradientSum(TensorEngine engine, int parts) {
        this.engine = engine;
        owner = engine.newOwner();
        share = 1f / parts;
    }

    /** Adds the gradients of one part, which live in {@code session}. */
    void add(TensorSession session, NDArray[] gradients) {
        boolean first = sums.isEmpty();
        for (int i = 0; i < gradients.length; i++) {
            if (first) {
                sums.add(session.keepCopy(session.ops().scaled(gradients[i], share), owner));
            } else {
                accumulate(sums.get(i), gradients[i]);
            }
        }
    }

    private void accumulate(NDArray sum, NDArray gradient) {
        try (TensorSession session = engine.inference()) {
            sum.addi(session.ops().scaled(gradient, share));
        }
    }

    List<NDArray> means() {
        return sums;
    }

    @Override
    public void close() {
        owner.close();
    }
}
