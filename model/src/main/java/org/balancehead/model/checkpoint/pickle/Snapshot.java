package org.balancehead.model.checkpoint.pickle;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.balancehead.model.checkpoint.CheckpointException;
import org.balancehead.model.checkpoint.pickle.Value.DictValue;
import org.balancehead.model.checkpoint.pickle.Value.Scalar;

/**
 * A training snapshot of a reference project, read without running anything of it.
 *
 * <p>Its tensors' numbers stay in the file until they are asked for, which ends with the closing.
 */
public final class Snapshot implements AutoCloseable {
    private static final List<String> NETWORKS = List.of("G", "D", "G_ema");
    private static final int BUFFER_BYTES = 1 << 16;

    private final SnapshotBytes bytes;
    private final Map<String, PickledModule> networks;

    private Snapshot(SnapshotBytes bytes, Map<String, PickledModule> networks) {
        this.bytes = bytes;
        this.networks = networks;
    }

    /**
     * Opens a snapshot, packed with gzip or not, of at most 2 GiB when it is unpacked.
     *
     * @throws CheckpointException when it cannot be read, is something else or damaged, or names what no snapshot needs
     */
    public static Snapshot open(Path file) {
        return open(file, Limits.FILE_BYTES);
    }

    static Snapshot open(Path file, long maxBytes) {
        SnapshotBytes bytes = SnapshotBytes.open(file, maxBytes);
        try {
            return new Snapshot(bytes, networks(bytes, maxBytes));
        } catch (RuntimeException e) {
            bytes.close();
            throw e;
        }
    }

    /**
     * A network by its key in the file.
     *
     * @param key {@code G}, {@code D} or {@code G_ema}, the mean of the generator's states, which inference uses
     * @return empty where the file has none
     */
    public Optional<PickledModule> network(String key) {
        return Optional.ofNullable(networks.get(key));
    }

    /** Ends the reading of tensors. */
    @Override
    public void close() {
        bytes.close();
    }

    private static Map<String, PickledModule> networks(SnapshotBytes bytes, long maxBytes) {
        if (bytes.size() > maxBytes) {
            throw bytes.refusal("has %d bytes, but snapshots have at most %d".formatted(bytes.size(), maxBytes));
        }
        FileKind.check(bytes);
        ByteReader reader = new ByteReader(bytes, 0, bytes.size(), BUFFER_BYTES);
        Value content = new PickleMachine(reader, new SnapshotObjects(bytes, reader)).run();
        if (reader.remaining() > 0) {
            throw bytes.refusal("has %d bytes behind its end: it is damaged".formatted(reader.remaining()));
        }
        if (!(content instanceof DictValue snapshot)) {
            throw bytes.refusal("is a pickle of something else than a snapshot");
        }
        Unfolding unfolding = new Unfolding(bytes);
        Map<String, PickledModule> networks = new LinkedHashMap<>();
        for (String key : NETWORKS) {
            Value network = snapshot.items.getOrDefault(new Scalar(key), Scalar.NONE);
            if (!network.equals(Scalar.NONE)) {
                networks.put(key, unfolding.network(key, network));
            }
        }
        if (networks.isEmpty()) {
            throw bytes.refusal("holds none of the networks %s".formatted(String.join(", ", NETWORKS)));
        }
        return networks;
    }
}
