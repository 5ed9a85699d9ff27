package org.balancehead.actors.inference;

/** One piece of work came to nothing; the worker is sound, and others' work goes on. */
final class JobFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Outcome.Refusal why;

    JobFailedException(Outcome.Refusal why, String sentence) {
        super(sentence);
        this.why = why;
    }

    Outcome.Refusal why() {
        return why;
    }
}
