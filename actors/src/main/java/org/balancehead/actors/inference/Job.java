package org.balancehead.actors.inference;

import java.util.function.Supplier;
import org.balancehead.actors.inference.Workbench.Done;
import org.balancehead.model.tensor.NotFiniteException;
import org.balancehead.model.tensor.TensorEngine;

/** A piece of work that may fail without its worker's being to blame. */
final class Job {
    private Job() {}

    /** Runs it. Work that fails by itself is refused; any other failure is the worker's, and thrown. */
    static Done run(Supplier<Done> work) {
        try {
            return work.get();
        } catch (JobFailedException failed) {
            return Done.failed(failed.why(), String.valueOf(failed.getMessage()));
        } catch (NotFiniteException failed) {
            return Done.failed(Outcome.Refusal.NOT_FINITE, String.valueOf(failed.getMessage()));
        } catch (RuntimeException | OutOfMemoryError failed) {
            if (TensorEngine.isOutOfMemory(failed)) {
                return Done.failed(Outcome.Refusal.OUT_OF_MEMORY, String.valueOf(failed.getMessage()));
            }
            throw failed;
        }
    }
}
