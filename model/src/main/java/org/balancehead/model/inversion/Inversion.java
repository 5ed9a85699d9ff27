package org.balancehead.model.inversion;

/**
 * One person's inversion under way. The first slice runs the encoder and publishes a preview; every later revision is
 * measured on the supervising frames and published only when it is better than the last.
 *
 * <p>Confined to one thread at a time; its model may render meanwhile, and others may be inverted. A published avatar
 * is a copy that shares nothing with the inversion, and may go to another thread.
 */
public interface Inversion extends AutoCloseable {
    /** Whether all stages are done. */
    boolean finished();

    /**
     * Runs one time slice: a few optimisation steps, about a tenth of a second of work.
     *
     * @throws IllegalStateException when finished or closed
     */
    InversionProgress step();

    /** Frees what the optimisation holds; published avatars live on. Idempotent. */
    @Override
    void close();
}
