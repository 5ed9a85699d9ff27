package org.balancehead.model.inversion;

import java.util.Map;
import org.balancehead.model.checkpoint.StoredTensor;

/**
 * An avatar in Java's own memory: what it takes to show it again, on any device that has its checkpoint.
 *
 * @param checkpoint name and version of the checkpoint whose avatar it is
 * @param tensors what is rendered, by the names that the model gives them
 */
public record AvatarCopy(String checkpoint, Map<String, StoredTensor> tensors, Revision revision) {
    public AvatarCopy {
        tensors = Map.copyOf(tensors);
    }

    /** Bytes that its numbers take. */
    public long bytes() {
        return tensors.values().stream()
                .mapToLong(tensor -> (long) tensor.values().length * Float.BYTES)
                .sum();
    }
}
