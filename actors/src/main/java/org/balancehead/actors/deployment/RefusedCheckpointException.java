package org.balancehead.actors.deployment;

/** A checkpoint must not or cannot be served; the message is one sentence for operators. */
public final class RefusedCheckpointException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Refusal why;

    public RefusedCheckpointException(Refusal why, String sentence, Throwable cause) {
        super(sentence, cause);
        this.why = why;
    }

    public RefusedCheckpointException(Refusal why, String sentence) {
        super(sentence);
        this.why = why;
    }

    public Refusal why() {
        return why;
    }
}
