package org.balancehead.model.training;

/** A training that cannot go on: a loss or a weight is not a number, or all heads became one. */
public final class DivergedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** @param message one sentence for the user: what happened, at which step, what to do */
    public DivergedException(String message) {
        super(message);
    }
}
