package org.balancehead.model.evaluation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import org.balancehead.model.tensor.TensorEngine;
import org.balancehead.model.tensor.TensorSession;

/**
 * The Fréchet distance between Gaussians (Heusel et al., NeurIPS 2017, eq. 6): {@code |m₁ − m₂|² + tr(C₁ + C₂ − 2 (C₁
 * C₂)^½)}, in double precision.
 *
 * <p>C₁ C₂ is not symmetric, but has the eigenvalues of C₁^½ C₂ C₁^½, which is: the trace of the root is the sum of
 * their roots. Those that are negative by rounding count as 0.
 *
 * @param engine computes the eigenvalues
 */
public record FrechetDistance(TensorEngine engine) {
    /** Between two sets of features; 0 for equal ones, and the same both ways round. */
    public double between(GaussianSummary a, GaussianSummary b) {
        if (a.dimension() != b.dimension()) {
            throw new IllegalArgumentException(
                    "Features of %d and %d numbers have no distance.".formatted(a.dimension(), b.dimension()));
        }
        double distance = a.trace() + b.trace() - 2 * traceOfRoot(a, b);
        for (int i = 0; i < a.dimension(); i++) {
            double apart = a.mean()[i] - b.mean()[i];
            distance += apart * apart;
        }
        return Math.max(0, distance);
    }

    private double traceOfRoot(GaussianSummary a, GaussianSummary b) {
        int d = a.dimension();
        try (TensorSession session = engine.inference()) {
            NDArray first = session.memory().create(a.covariance(), new Shape(d, d));
            NDArray second = session.memory().create(b.covariance(), new Shape(d, d));
            NDArray[] eigen = session.ops().callList("eigen", first);
            NDArray half = eigen[1].mul(
                    session.ops().call("at_least", eigen[0], 0.0).sqrt().reshape(1, d)); // C₁ = half · halfᵀ
            NDArray product = half.transpose().matMul(second).matMul(half);
            NDArray symmetric = session.ops().scaled(product.add(product.transpose()), 0.5);
            double trace = 0;
            for (double value : session.ops().callList("eigen", symmetric)[0].toDoubleArray()) {
                trace += Math.sqrt(Math.max(0, value));
            }
            return trace;
        }
    }
}
