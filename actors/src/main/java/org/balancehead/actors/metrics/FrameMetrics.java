package org.balancehead.actors.metrics;

import org.balancehead.protocol.frame.FrameKind;

/** The balance of camera frames and of views. */
public interface FrameMetrics {
    /** A session took a camera frame, or began to make a view. */
    void frameBegan(FrameKind kind);

    /** It came to that; once for each that began. */
    void frameEnded(FrameKind kind, FrameFate fate);
}
