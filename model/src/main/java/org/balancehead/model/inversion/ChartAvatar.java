package org.balancehead.model.inversion;

import ai.djl.ndarray.NDManager;
import org.balancehead.model.generator.chart.ChartHead;

/** An avatar of the chart generator: its cached map and planes, owned by it. */
final class ChartAvatar implements Avatar {
    private final NDManager owner;
    private final ChartHead head;
    private final Revision revision;
    private boolean closed;

    ChartAvatar(NDManager owner, ChartHead head, Revision revision) {
        this.owner = owner;
        this.head = head;
        this.revision = revision;
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
    ChartHead head() {
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
