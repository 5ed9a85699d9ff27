package org.balancehead.model.training.closedform;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.balancehead.model.tensor.TensorEngine;
import org.balancehead.model.tensor.TensorSession;

/**
 * Principal components of rows, the largest first.
 *
 * @param variances mean square of the rows along each: {@code [k]}
 * @param directions unit vectors as columns: {@code [D, k]}; its owner's
 */
record PrincipalComponents(float[] variances, NDArray directions) {
    private static final int OVERSAMPLED = 32;
    private static final int POWER_ITERATIONS = 6;

    /**
     * Finds them by subspace iteration (Halko et al., SIAM Review 2011, algorithm 4.4).
     *
     * @param rows centred: {@code [n, D]}
     * @param most so many of them, or n if that is less
     */
    static PrincipalComponents of(TensorEngine engine, NDArray rows, int most, NDManager owner) {
        try (TensorSession session = engine.inference()) {
            long n = rows.getShape().get(0);
            int sketch = (int) Math.min(most + OVERSAMPLED, n);
            engine.seed(1);
            NDArray q = orthonormal(
                    session,
                    session.memory().randomNormal(new Shape(rows.getShape().get(1), sketch)));
            for (int i = 0; i < POWER_ITERATIONS; i++) {
                q = orthonormal(session, rows.transpose().matMul(rows.matMul(q)));
            }
            NDArray projected = rows.matMul(q);
            NDArray[] eigen =
                    session.ops().callList("eigen", projected.transpose().matMul(projected));
            int found = Math.min(most, sketch);
            NDArray values = eigen[0].get((sketch - found) + ":").flip(0);
            NDArray directions =
                    q.matMul(eigen[1].get(":, " + (sketch - found) + ":").flip(1));
            return new PrincipalComponents(
                    session.ops().scaled(values, 1.0 / n).toFloatArray(), session.keepCopy(directions, owner));
        }
    }

    private static NDArray orthonormal(TensorSession session, NDArray columns) {
        return session.ops().call("orthonormal", columns);
    }
}
