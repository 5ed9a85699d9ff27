package org.balancehead.model.generator;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import org.balancehead.model.tensor.TensorSession;
import org.jspecify.annotations.Nullable;

/**
 * N heads, synthesised and ready to be looked at from any side.
 *
 * @param planes as their representation arranged them
 * @param background {@code [N, C, b, b]}, or none
 * @param w of the last layer, which colours the picture: {@code [N, W]}
 */
public record SynthesisedHead(NDArray planes, @Nullable NDArray background, NDArray w) {
    /** Copies without graph, that live until {@code owner} closes. */
    public SynthesisedHead kept(TensorSession session, NDManager owner) {
        return new SynthesisedHead(
                session.keepCopy(planes, owner),
                background == null ? null : session.keepCopy(background, owner),
                session.keepCopy(w, owner));
    }
}
