package org.balancehead.model.generator;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import org.balancehead.model.tensor.TensorSession;

/**
 * N heads but for the last blocks of their planes' synthesis.
 *
 * @param made what there is of the planes' image
 * @param ws of all layers: {@code [N, L, W]}
 * @param blocks how many blocks are left
 */
public record UnfinishedHead(Partial made, NDArray ws, int blocks) {
    /** Copies without graph, that live until {@code owner} closes. */
    public UnfinishedHead kept(TensorSession session, NDManager owner) {
        return new UnfinishedHead(
                new Partial(session.keepCopy(made.features(), owner), session.keepCopy(made.image(), owner)),
                session.keepCopy(ws, owner),
                blocks);
    }
}
