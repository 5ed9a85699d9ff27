package org.balancehead.model.parity;

/** A fixture folder that nothing can be compared with. The message is one sentence that names the file. */
public final class UnusableFixtureException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UnusableFixtureException(String sentence) {
        super(sentence);
    }

    public UnusableFixtureException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
