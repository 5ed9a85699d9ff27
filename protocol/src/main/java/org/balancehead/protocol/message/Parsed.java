package org.balancehead.protocol.message;

/** What became of bytes or text that a peer sent: a value, or the refusal to answer with. */
public sealed interface Parsed<T> {
    /** It was well-formed and in range. */
    record Accepted<T>(T value) implements Parsed<T> {}

    /**
     * It was not.
     *
     * @param message one sentence for people: what is wrong, where, what would be right
     */
    record Refused<T>(ErrorCode code, String message) implements Parsed<T> {}
}
