package org.balancehead.server.cli;

/** What the user gave cannot be used. The message is one sentence for them: what is wrong, where, what to do. */
public final class BadInputException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public BadInputException(String sentence) {
        super(sentence);
    }

    public BadInputException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
