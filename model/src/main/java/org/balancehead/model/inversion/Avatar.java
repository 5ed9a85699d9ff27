package org.balancehead.model.inversion;

/** One revision of a person's head, planes cached, ready to be rendered by the model that made it. */
public interface Avatar extends AutoCloseable {
    /** How good it is, and which revision. */
    Revision revision();

    /** Frees the cached planes. Idempotent. */
    @Override
    void close();
}
