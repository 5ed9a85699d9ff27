package org.balancehead.model.reference;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.balancehead.model.checkpoint.CheckpointException;
import org.balancehead.model.checkpoint.StoredTensor;
import org.balancehead.model.checkpoint.pickle.PickledModule;
import org.balancehead.model.checkpoint.pickle.PickledTensor;
import org.balancehead.model.checkpoint.pickle.Snapshot;
import org.balancehead.model.discriminator.DualDiscriminator;
import org.balancehead.model.generator.GeneratorPreset;
import org.balancehead.model.generator.HeadGenerator;
import org.balancehead.model.tensor.ParameterLayout;

/**
 * The networks of a reference project's snapshot, in our architecture and by our names; every weight found its place.
 *
 * @param presetName the bundled preset of the same architecture at its published size
 * @param preset sizes and options, as the snapshot has them
 * @param generator the averaged generator's weights (G_ema)
 * @param trained the generator's weights as training had them last (G), where the snapshot kept them
 * @param discriminator its weights (D), where the snapshot kept them
 */
public record ReferenceNetworks(
        String presetName,
        GeneratorPreset preset,
        Map<String, StoredTensor> generator,
        Optional<Map<String, StoredTensor>> trained,
        Optional<Map<String, StoredTensor>> discriminator) {
    private static final String FILTER = "resample_filter";
    private static final float[] TAPS = {1, 3, 3, 1};

    /**
     * Reads a snapshot.
     *
     * @param file a pickle, or gzip of one
     * @throws CheckpointException when it is damaged, hostile, of an unknown architecture, or a weight is missing, left
     *     over, of another shape or not finite
     */
    public static ReferenceNetworks read(Path file) {
        try (Snapshot snapshot = Snapshot.open(file)) {
            PickledModule averaged = snapshot.network("G_ema")
                    .orElseThrow(() -> new CheckpointException(
                            "%s holds no averaged generator 'G_ema': only whole training snapshots can be imported."
                                    .formatted(file.getFileName())));
            Optional<PickledModule> discriminator = snapshot.network("D");
            ReferenceFamily family = ReferenceFamily.of(averaged);
            GeneratorPreset preset = presetOf(family, averaged, discriminator);
            ParameterLayout layout = new HeadGenerator(preset).layout();
            return new ReferenceNetworks(
                    family.presetName(),
                    preset,
                    tensors("G_ema", averaged, layout),
                    snapshot.network("G").map(network -> tensors("G", network, layout)),
                    discriminator.map(network -> tensors("D", network, layoutOf(preset))));
        }
    }

    /** What is wrong with a preset that was read off a snapshot is wrong with the snapshot. */
    private static GeneratorPreset presetOf(
            ReferenceFamily family, PickledModule averaged, Optional<PickledModule> discriminator) {
        try {
            return ReferencePresets.of(family, averaged, discriminator);
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new CheckpointException("The generator's sizes do not fit together: " + e.getMessage(), e);
        }
    }

    private static ParameterLayout layoutOf(GeneratorPreset preset) {
        return new DualDiscriminator(preset.discriminator().orElseThrow(), preset.imageSide()).layout();
    }

    private static Map<String, StoredTensor> tensors(String network, PickledModule module, ParameterLayout layout) {
        Map<String, StoredTensor> tensors = new LinkedHashMap<>();
        module.allTensors().forEach((theirs, tensor) -> {
            if (theirs.endsWith(FILTER)) {
                checkFilter(network + "." + theirs, tensor);
            } else {
                String ours = network.equals("D") ? theirs : ReferenceNames.ours(theirs);
                tensors.put(ours, finite(network + "." + theirs, tensor));
            }
        });
        Map<String, long[]> shapes = new LinkedHashMap<>();
        tensors.forEach((name, tensor) -> shapes.put(name, tensor.shape()));
        try {
            layout.checkShapes(shapes);
        } catch (IllegalArgumentException e) {
            throw new CheckpointException("%s does not fit its architecture: %s".formatted(network, e.getMessage()), e);
        }
        return tensors;
    }

    private static StoredTensor finite(String name, PickledTensor tensor) {
        float[] values = tensor.values();
        for (float value : values) {
            if (!Float.isFinite(value)) {
                throw new CheckpointException("The weight %s holds %s: it is unusable.".formatted(name, value));
            }
        }
        return StoredTensor.of(values, tensor.shape());
    }

    /** Resampling filters are constants of these architectures; another one would make other pictures. */
    private static void checkFilter(String name, PickledTensor filter) {
        float[] values = filter.values();
        boolean same = values.length == TAPS.length * TAPS.length;
        for (int i = 0; same && i < values.length; i++) {
            same = Math.abs(values[i] - TAPS[i / TAPS.length] * TAPS[i % TAPS.length] / 64) < 1e-6f;
        }
        if (!same) {
            throw new CheckpointException(
                    "%s is another filter than [1, 3, 3, 1]: it cannot be imported.".formatted(name));
        }
    }
}
