package org.balancehead.server.cli;

/** A running server could not do, or did not hear, what was asked of it. The message is one sentence for the user. */
final class UnreachableServerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnreachableServerException(String sentence) {
        super(sentence);
    }

    UnreachableServerException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
