package org.balancehead.server.reconstruction;

/**
 * What was given cannot become an avatar. The message is one sentence for the user: what is wrong, where, what to do.
 */
public final class UnusableInputException extends Exception {
    private static final long serialVersionUID = 1L;

    public UnusableInputException(String sentence) {
        super(sentence);
    }

    public UnusableInputException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
