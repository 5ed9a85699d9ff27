package org.balancehead.model.discriminator;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import java.util.ArrayList;
import java.util.List;
import org.balancehead.model.generator.HeadImages;
import org.balancehead.model.generator.MappingNetwork;
import org.balancehead.model.generator.MappingSettings;
import org.balancehead.model.tensor.ParameterLayout;
import org.balancehead.model.tensor.ParameterMap;
import org.balancehead.model.tensor.TensorOps;

/**
 * Tells real heads from generated ones by the super-resolved picture and the raw one, enlarged, together (EG3D, CVPR
 * 2022, section 4.4), and by mask (PanoHead) and parsing (SphereHead) where it has them. What it says is projected on a
 * label: the camera, a semantic condition, or both.
 *
 * <p>Structure only, and stateless; can be differentiated twice, for R1.
 */
public final class DualDiscriminator {
    private static final int LAST_SIDE = 4;
    private static final double MAPPING_RATE = 0.01;

    private final DiscriminatorSettings settings;
    private final int side;
    private final MappingNetwork mapping;
    private final List<ResidualBlock> blocks = new ArrayList<>();
    private final Epilogue epilogue;

    /** @param side of the pictures that it sees, a power of two from 8 on */
    public DualDiscriminator(DiscriminatorSettings settings, int side) {
        if (side < 2 * LAST_SIDE || Integer.bitCount(side) != 1) {
            throw new IllegalArgumentException(
                    "A discriminator sees pictures of 8, 16, 32, … pixels, not " + side + ".");
        }
        this.settings = settings;
        this.side = side;
        int width = settings.channels(LAST_SIDE);
        mapping = new MappingNetwork(
                "mapping", new MappingSettings(0, settings.label(), 1, width, settings.mappingLayers(), MAPPING_RATE));
        for (int s = side; s > LAST_SIDE; s /= 2) {
            blocks.add(new ResidualBlock("b" + s, settings.channels(s), settings.channels(s / 2), settings.clamp()));
        }
        epilogue = new Epilogue("b" + LAST_SIDE, width, settings.group(), settings.clamp());
    }

    /** Which weights it needs. */
    public ParameterLayout layout() {
        ParameterLayout layout = new ParameterLayout();
        layout.normal(fromRgb(".weight"), 1, settings.channels(side), settings.inputChannels(), 1, 1);
        layout.constant(fromRgb(".bias"), 0, settings.channels(side));
        blocks.forEach(block -> block.describe(layout));
        epilogue.describe(layout);
        mapping.describe(layout);
        return layout;
    }

    private String fromRgb(String what) {
        return "b" + side + ".fromrgb" + what;
    }

    /**
     * Judges pictures.
     *
     * @param seen N pictures; {@code features} and {@code depth} are of no account
     * @param labels {@code [N, label]}
     * @return logits, positive for real: {@code [N, 1]}
     * @throws IllegalArgumentException when N is no multiple of the group's size, or of the N there are
     */
    public NDArray judge(TensorOps ops, ParameterMap weights, HeadImages seen, NDArray labels) {
        return project(ops, weights, look(ops, weights, seen), labels);
    }

    /** What pictures say by themselves, to be {@link #project projected} on one label or several: {@code [N, K]}. */
    public NDArray look(TensorOps ops, ParameterMap weights, HeadImages seen) {
        NDArray x = ops.call(
                "discriminator_layer",
                together(ops, seen),
                weights.get(fromRgb(".weight")),
                weights.get(fromRgb(".bias")),
                false,
                1.0,
                settings.clamp());
        for (ResidualBlock block : blocks) {
            x = block.apply(ops, weights, x);
        }
        return epilogue.apply(ops, weights, x);
    }

    /** Logits {@code [N, 1]} of what was {@link #look seen} {@code [N, K]} beside labels {@code [N, label]}. */
    public NDArray project(TensorOps ops, ParameterMap weights, NDArray seen, NDArray labels) {
        return ops.call("project_label", seen, mapLabel(ops, weights, labels));
    }

    /** What labels {@code [N, label]} are mapped to before they are compared with pictures: {@code [N, K]}. */
    public NDArray mapLabel(TensorOps ops, ParameterMap weights, NDArray labels) {
        return mapping.map(ops, weights, labels, labels);
    }

    private NDArray together(TensorOps ops, HeadImages seen) {
        NDList parts = new NDList(seen.image(), ops.call("resize", seen.raw(), side, true));
        if (settings.mask()) {
            parts.add(signed(ops, seen.mask()));
        }
        NDArray parsing = seen.parsing();
        if (settings.parsing() > 0) {
            if (parsing == null) {
                throw new IllegalArgumentException("This discriminator sees a parsing beside the pictures.");
            }
            parts.add(signed(ops, parsing));
        }
        return NDArrays.concat(parts, 1);
    }

    /** From 0…1 to −1…1, at the pictures' size. */
    private NDArray signed(TensorOps ops, NDArray shares) {
        return ops.scaled(ops.call("resize", shares, side, true), 2, -1);
    }
}
