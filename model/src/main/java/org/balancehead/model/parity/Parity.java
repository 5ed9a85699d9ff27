package org.balancehead.model.parity;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.balancehead.model.tensor.ParameterLayout;
import org.balancehead.model.tensor.TensorEngine;

/** Compares our networks with a fixture folder, stage by stage. */
public final class Parity {
    private Parity() {}

    /**
     * Imports the folder's snapshot and compares every stage that the folder has numbers of.
     *
     * @param folder with {@code small.pkl} or {@code small.pkl.gz}, {@code config.json}, {@code io.npz},
     *     {@code gradients.npz}, {@code gradients.json}
     * @throws UnusableFixtureException when a file is missing or damaged
     * @throws org.balancehead.model.checkpoint.CheckpointException when the snapshot cannot be imported
     */
    public static List<ParityRow> compare(Path folder, TensorEngine engine) {
        try (ParityFixture fixture = ParityFixture.open(folder, engine)) {
            ParityTable table = new ParityTable();
            weights(fixture, table);
            new GeneratorParity(fixture, engine, table).compare();
            new RenderingParity(fixture, engine, table).compare();
            new GradientParity(fixture, engine, table).compare();
            new DiscriminatorParity(fixture, engine, table).compare();
            return table.rows();
        }
    }

    /** How many names or shapes differ between what the folder lists and what our networks have. */
    private static void weights(ParityFixture fixture, ParityTable table) {
        table.judge(
                "weights of G_ema",
                different(fixture, "G_ema", fixture.generator().layout()),
                0);
        table.judge(
                "weights of D", different(fixture, "D", fixture.discriminator().layout()), 0);
    }

    private static int different(ParityFixture fixture, String network, ParameterLayout layout) {
        Map<String, List<Long>> listed = fixture.listedShapes(network);
        Map<String, long[]> ours = layout.shapes();
        long missing =
                listed.keySet().stream().filter(name -> !ours.containsKey(name)).count();
        long other = ours.entrySet().stream()
                .filter(entry ->
                        !Arrays.stream(entry.getValue()).boxed().toList().equals(listed.get(entry.getKey())))
                .count();
        return Math.toIntExact(missing + other);
    }
}
