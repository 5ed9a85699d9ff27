package org.balancehead.model.tensor;

/** What was computed is of numbers that are infinite or none: nothing can be made of it, but other work may go on. */
public final class NotFiniteException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    public NotFiniteException(String message) {
        super(message);
    }
}
