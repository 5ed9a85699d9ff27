package org.balancehead.actors.metrics;

/** How streams of views give way to their connections. */
public interface ViewMetrics {
    /**
     * A stream of views changed its rung: 0 is what was agreed, more is further down.
     *
     * @param from −1 when the stream begins
     * @param to −1 when it ends
     */
    void rungChanged(int from, int to);

    /** A client showed a view: its connection carries at least so many bytes a second. */
    void connectionCarries(double bytesPerSecond);
}
