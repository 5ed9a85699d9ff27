package org.balancehead.model.inversion;

import org.jspecify.annotations.Nullable;

/**
 * The fitting of one kind of generator to one person's pictures, a step at a time; {@link StagedInversion} says which
 * stage is on. Confined to one thread at a time.
 */
interface HeadFitting extends AutoCloseable {
    /** Finds where to begin. */
    void encode();

    /** Whether there are heads that the generator is known to show well. */
    boolean knowsHeads();

    /** Begins from the most similar one of these instead, and holds on to it. */
    void retrieve();

    /** Begins a stage where the last one ended, which need not be the one before it; null after the last. */
    void enter(@Nullable Stage stage);

    /** Takes one optimisation step, and returns its loss. */
    double optimise();

    /** Compares what the variables make now with the pictures. */
    Candidate grade();

    /** Frees what the fitting holds; published avatars live on. */
    @Override
    void close();

    /** A head that may be published. */
    interface Candidate extends AutoCloseable {
        /** PSNR in dB, to all supervising pictures where head is and the source is known. */
        double psnr();

        /** Cosine of the descriptors of the frontal picture and of the head from its camera. */
        double identity();

        /** A copy of the head that shares nothing with the fitting. */
        Avatar publish(Revision revision);

        @Override
        void close();
    }
}
