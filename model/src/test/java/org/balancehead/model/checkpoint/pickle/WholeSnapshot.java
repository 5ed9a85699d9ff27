package org.balancehead.model.checkpoint.pickle;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;

/** Reads everything that a snapshot holds. */
public final class WholeSnapshot {
    private WholeSnapshot() {}

    /** Opens a snapshot, reads all tensors' numbers and writes out all attributes. */
    public static void read(Path file) {
        try (Snapshot snapshot = Snapshot.open(file)) {
            for (String key : List.of("G", "D", "G_ema")) {
                snapshot.network(key).ifPresent(WholeSnapshot::read);
            }
        }
    }

    private static void read(PickledModule module) {
        module.parameters().values().forEach(PickledTensor::values);
        module.buffers().values().forEach(PickledTensor::values);
        assertThat(module.attributes().toString()).isNotNull();
        module.modules().values().forEach(WholeSnapshot::read);
    }
}
