package org.balancehead.model.checkpoint;

/**
 * A checkpoint cannot be read or written, or must not be used. The message is one sentence for people: which file,
 * tensor or figure, and why.
 */
public final class CheckpointException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public CheckpointException(String sentence) {
        super(sentence);
    }

    public CheckpointException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
