package org.balancehead.actors.metrics;

import org.balancehead.protocol.frame.FrameKind;

/**
 * One session's frames of one kind: each that began ends once, at the latest with the session. Confined to an actor.
 */
public final class FrameAccount {
    private final FrameMetrics metrics;
    private final FrameKind kind;
    private int open;

    public FrameAccount(FrameMetrics metrics, FrameKind kind) {
        this.metrics = metrics;
        this.kind = kind;
    }

    public void began() {
        open++;
        metrics.frameBegan(kind);
    }

    /**
     * One that is open came to that.
     *
     * @throws IllegalStateException when none is open: it would be counted twice
     */
    public void ended(FrameFate fate) {
        if (open == 0) {
            throw new IllegalStateException("No frame is open that could end as " + fate + ".");
        }
        open--;
        metrics.frameEnded(kind, fate);
    }

    /** Ends those that are open. */
    public void close() {
        while (open > 0) {
            ended(FrameFate.SESSION_GONE);
        }
    }
}
