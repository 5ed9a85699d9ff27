package org.balancehead.actors.metrics;

/** Of what a client may send only so much a second. */
public enum RateLimit {
    /** Text messages. */
    MESSAGES,
    /** Camera frames. */
    FRAMES,
    /** Bytes of both. */
    BYTES
}
