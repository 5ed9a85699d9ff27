package org.balancehead.actors.inference;

import org.balancehead.model.HeadModel;

/**
 * Whether a device has memory for one more head, before anything of it is allocated. What a head takes is known from
 * the ones before; the first is tried. Told of heads by the lane that makes them alone; both lanes may ask.
 */
final class HeadMemory {
    private final long budgetBytes;
    private volatile long largestHead;

    HeadMemory(long budgetBytes) {
        this.budgetBytes = budgetBytes;
    }

    /** @throws JobFailedException when another head does not fit into the budget */
    void require(HeadModel model) {
        long inUse = model.memoryInUse();
        if (inUse + largestHead > budgetBytes) {
            throw new JobFailedException(
                    Outcome.Refusal.OUT_OF_MEMORY,
                    "%d MB of the device's %d MB (memory-budget) are in use, and another head takes %d MB."
                            .formatted(inUse >> 20, budgetBytes >> 20, largestHead >> 20));
        }
    }

    /** A head was made where so much was in use before. */
    void made(HeadModel model, long inUseBefore) {
        largestHead = Math.max(largestHead, model.memoryInUse() - inUseBefore);
    }
}
