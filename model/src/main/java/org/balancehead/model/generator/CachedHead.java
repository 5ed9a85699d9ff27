package org.balancehead.model.generator;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import org.balancehead.model.tensor.TensorSession;

/**
 * One head, ready to be looked at often: what the fast renderer makes of it once.
 *
 * @param head as it was synthesised
 * @param table its planes for fused look-ups: {@code [rows, C]}
 * @param occupancy where it is: {@code [1, 2, G, G, G]}
 * @param superResolution the network for its w
 */
public record CachedHead(
        SynthesisedHead head, NDArray table, NDArray occupancy, StyledSuperResolution superResolution) {
    /** Copies without graph, that live until {@code owner} closes. */
    public CachedHead kept(TensorSession session, NDManager owner) {
        return new CachedHead(
                head.kept(session, owner),
                session.keepCopy(table, owner),
                session.keepCopy(occupancy, owner),
                superResolution.kept(session, owner));
    }
}
