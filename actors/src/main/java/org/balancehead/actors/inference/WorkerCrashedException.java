package org.balancehead.actors.inference;

/** A worker's model or analyser failed; what it kept cannot be trusted any more. */
final class WorkerCrashedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    WorkerCrashedException(Throwable cause) {
        super(String.valueOf(cause.getMessage()), cause);
    }
}
