package org.balancehead.server.config;

/**
 * A setting cannot be used. The message is one sentence for the operator: which key, what is wrong, what is allowed.
 */
public final class InvalidConfigException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public InvalidConfigException(String sentence) {
        super(sentence);
    }

    public InvalidConfigException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
