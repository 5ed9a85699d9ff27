package org.balancehead.model.inversion;

import ai.djl.ndarray.NDManager;
import org.balancehead.model.generator.chart.ChartHead;
import org.balancehead.model.generator.chart.ChartShell;
import org.balancehead.model.tensor.TensorSession;

/** An avatar of the chart generator: its cached map and planes and their baked shell, owned by it. */
final class ChartAvatar implements Avatar {
    private final NDManager owner;
    private final ChartHead head;
    private final ChartShell shell;
    private final Revision revision;
    private boolean closed;

    ChartAvatar(NDManager owner, ChartHead head, ChartShell shell, Revision revision) {
        this.owner = owner;
        this.head = head;
        this.shell = shell;
        this.revision = revision;
    }

    /** An avatar that outlives the session: a copy of the head, and its shell, moved to {@code owner}. */
    static ChartAvatar kept(
            TensorSession session, NDManager owner, ChartHead head, ChartShell shell, Revision revision) {
        ChartHead copy = new ChartHead(session.keepCopy(head.map(), owner), session.keepCopy(head.planes(), owner));
        return new ChartAvatar(owner, copy, shell.keep(session, owner), revision);
    }

    @Override
    public Revision revision() {
        return revision;
    }

    /**
     * What is saved.
     *
     * @throws IllegalStateException when closed
     */
    ChartHead head() {
        requireOpen();
        return head;
    }

    /**
     * What is rendered.
     *
     * @throws IllegalStateException when closed
     */
    ChartShell shell() {
        requireOpen();
        return shell;
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("This avatar was closed.");
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            owner.close();
        }
    }
}
