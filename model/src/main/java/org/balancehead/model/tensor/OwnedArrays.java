package org.balancehead.model.tensor;

import ai.djl.ndarray.NDArray;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The arrays that were handed over to an owner, and their sizes. It never asks the engine about an array that somebody
 * else holds, so that any thread may count while another one frees.
 */
final class OwnedArrays {
    /** An array, and what it takes. */
    private record Held(NDArray array, long bytes) {}

    private final Queue<Held> all = new ConcurrentLinkedQueue<>();

    /** Takes an array in that the caller alone holds. */
    void add(NDArray array) {
        all.removeIf(held -> held.array().isReleased());
        all.add(new Held(array, array.size() * array.getDataType().getNumOfBytes()));
    }

    /** Bytes of those that are not freed. */
    long bytes() {
        return all.stream()
                .filter(held -> !held.array().isReleased())
                .mapToLong(Held::bytes)
                .sum();
    }
}
