package org.balancehead.actors.inference;

import java.util.Optional;

/** A worker's model or analyser failed; what it kept could not be trusted any more and is freed. */
final class WorkerCrashedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Optional<Work> culprit;

    /** @param culprit the work that failed; empty when it was none */
    WorkerCrashedException(Optional<Work> culprit, Throwable cause) {
        super(String.valueOf(cause.getMessage()), cause);
        this.culprit = culprit;
    }

    Optional<Work> culprit() {
        return culprit;
    }
}
