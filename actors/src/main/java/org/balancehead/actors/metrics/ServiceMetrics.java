package org.balancehead.actors.metrics;

/** Whether the server takes sessions. */
public interface ServiceMetrics {
    /** Whether what every session needs is there: the model, the analyser; the sentence is for operators. */
    void partReady(String part, boolean ready, String sentence);

    /** The server takes no further sessions and waits for those that it has; the sentence is for operators. */
    void draining(String sentence);
}
