package org.balancehead.server.http;

/** Whether visitors can be served now. Asked by any thread, often; must not block. */
@FunctionalInterface
public interface Readiness {
    State state();

    /**
     * How the server stands.
     *
     * @param ready whether the model's warm-up render has run and its device answers
     * @param why one sentence for operators
     */
    record State(boolean ready, String why) {}
}
