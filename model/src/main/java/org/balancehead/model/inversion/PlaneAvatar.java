package org.balancehead.model.inversion;

import ai.djl.ndarray.NDManager;
import org.balancehead.model.generator.CachedHead;
import org.balancehead.model.tensor.TensorEngine;
import org.balancehead.model.tensor.TensorSession;

/**
 * An avatar of a {@link org.balancehead.model.generator.HeadGenerator}: its planes and background, ready to be looked
 * at, owned by it.
 */
final class PlaneAvatar implements Avatar {
    private final NDManager owner;
    private final CachedHead head;
    private final Revision revision;
    private boolean closed;

    /** @param owner of the head's arrays; closed with this */
    PlaneAvatar(NDManager owner, CachedHead head, Revision revision) {
        this.owner = owner;
        this.head = head;
        this.revision = revision;
    }

    /** An avatar of copies. */
    static PlaneAvatar copy(TensorEngine engine, TensorSession session, CachedHead head, Revision revision) {
        NDManager owner = engine.newOwner();
        return new PlaneAvatar(owner, head.kept(session, owner), revision);
    }

    @Override
    public Revision revision() {
        return revision;
    }

    /**
     * What is rendered.
     *
     * @throws IllegalStateException when closed
     */
    CachedHead head() {
        if (closed) {
            throw new IllegalStateException("This avatar was closed.");
        }
        return head;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            owner.close();
        }
    }
}
