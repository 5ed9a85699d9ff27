package org.balancehead.model.training.latent;

import ai.djl.ndarray.NDArray;
import org.balancehead.model.generator.MappingNetwork;
import org.balancehead.model.generator.MappingSettings;
import org.balancehead.model.tensor.ParameterLayout;
import org.balancehead.model.tensor.ParameterMap;
import org.balancehead.model.tensor.TensorOps;

/**
 * Tells w of real heads from drawn ones: fully connected layers, the deviation over groups of the batch (Karras et al.,
 * ICLR 2018), and a projection on the condition (Miyato and Koyama, ICLR 2018). Can be differentiated twice, for R1.
 */
final class LatentDiscriminator {
    /** Heads that are compared for variety; a batch is a multiple. */
    static final int GROUP = 8;

    private final int entries;
    private final LatentSettings settings;
    private final MappingNetwork condition;

    /**
     * @param entries K
     * @param features C
     */
    LatentDiscriminator(int entries, int features, LatentSettings settings) {
        this.entries = entries;
        this.settings = settings;
        condition = new MappingNetwork(
                "condition",
                new MappingSettings(0, features, 1, settings.projected(), 1, 1),
                MappingNetwork.End.LINEAR);
    }

    ParameterLayout layout() {
        ParameterLayout layout = new ParameterLayout();
        int width = settings.width();
        describe(layout, "fc0", width, entries);
        describe(layout, "fc1", width, width);
        describe(layout, "fc2", width, width + 1);
        describe(layout, "projected", settings.projected(), width);
        describe(layout, "out", 1, width);
        condition.describe(layout);
        return layout;
    }

    private static void describe(ParameterLayout layout, String name, int out, int in) {
        layout.normal(name + ".weight", 1, out, in);
        layout.constant(name + ".bias", 0, out);
    }

    /** What {@link LatentScale scaled} w {@code [N, K]} say by themselves: {@code [N, width]}. */
    NDArray look(TensorOps ops, ParameterMap weights, NDArray w) {
        NDArray x = ops.call("lrelu", connect(ops, weights, "fc0", w));
        x = ops.call("lrelu", connect(ops, weights, "fc1", x));
        x = ops.call("minibatch_deviation", x.reshape(-1, settings.width(), 1, 1), GROUP)
                .reshape(-1, settings.width() + 1);
        return ops.call("lrelu", connect(ops, weights, "fc2", x));
    }

    /** Logits {@code [N, 1]}, positive for real, of what was seen beside conditions {@code [N, C]}. */
    NDArray project(TensorOps ops, ParameterMap weights, NDArray seen, NDArray conditions) {
        NDArray told = condition.map(ops, weights, conditions, conditions);
        return ops.call("project_label", connect(ops, weights, "projected", seen), told)
                .add(connect(ops, weights, "out", seen));
    }

    private static NDArray connect(TensorOps ops, ParameterMap weights, String layer, NDArray x) {
        return ops.call("fully_connected", x, weights.get(layer + ".weight"), weights.get(layer + ".bias"), 1.0);
    }
}
