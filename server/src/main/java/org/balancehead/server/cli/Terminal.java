package org.balancehead.server.cli;

/** Where a command's messages go. */
final class Terminal {
    /** The launcher sets it where standard error is a terminal: Java cannot tell by itself. */
    private static final String PROPERTY = "balancehead.terminal";

    private Terminal() {}

    /** Whether a person watches, so that a line may be rewritten in place. */
    static boolean isWatched() {
        return Boolean.getBoolean(PROPERTY);
    }
}
