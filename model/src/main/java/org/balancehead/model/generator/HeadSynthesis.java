package org.balancehead.model.generator;

import ai.djl.ndarray.NDArray;
import java.util.Optional;
import org.balancehead.model.planes.PlaneRepresentation;
import org.balancehead.model.tensor.ParameterLayout;
import org.balancehead.model.tensor.ParameterMap;
import org.balancehead.model.tensor.TensorOps;
import org.jspecify.annotations.Nullable;

/** Makes of w what does not depend on the camera: the planes, and the background where there is one. */
public final class HeadSynthesis {
    private final PlaneRepresentation planes;
    private final SynthesisNetwork network;
    private final Optional<BackgroundNetwork> background;

    HeadSynthesis(GeneratorPreset preset) {
        int width = preset.mapping().width();
        planes = preset.planes();
        network = new SynthesisNetwork(
                "synthesis", width, planes.imageSide(), planes.imageChannels(), preset.synthesis());
        background = preset.background()
                .map(settings -> new BackgroundNetwork("background", width, planes.features(), settings));
    }

    /** How many layers take a w of their own, L. */
    int layers() {
        return network.layers();
    }

    void describe(ParameterLayout layout) {
        network.describe(layout);
        planes.describe(layout);
        background.ifPresent(behind -> behind.describe(layout));
    }

    /** Heads of {@code [N, L, W]}. */
    public SynthesisedHead synthesise(TensorOps ops, ParameterMap weights, NDArray ws) {
        return finish(ops, weights, begin(ops, weights, ws, 0), background(ops, weights, ws));
    }

    /** What is behind heads of {@code [N, L, W]}, or null where nothing is: {@code [N, C, b, b]}. */
    public @Nullable NDArray background(TensorOps ops, ParameterMap weights, NDArray ws) {
        return background.map(network -> network.synthesise(ops, weights, ws)).orElse(null);
    }

    /**
     * The image that the planes are cut from: {@code [N, imageChannels, imageSide, imageSide]}.
     *
     * @param noisy whether the weights' fixed noise is added
     */
    public NDArray planeImage(TensorOps ops, ParameterMap weights, NDArray ws, boolean noisy) {
        return network.synthesise(ops, weights, ws, noisy);
    }

    /** Whether {@link #finish} uses a weight when {@link #begin} has left {@code blocks} blocks. */
    public boolean isLate(String name, int blocks) {
        return network.isLate(name, blocks);
    }

    /**
     * Begins heads, so that what tuning leaves alone is made once.
     *
     * @param blocks how many of the last blocks of the planes' synthesis are left for {@link #finish}
     */
    public UnfinishedHead begin(TensorOps ops, ParameterMap weights, NDArray ws, int blocks) {
        return new UnfinishedHead(network.begin(ops, weights, ws, true, blocks), ws, blocks);
    }

    /**
     * Applies the blocks that were left, with the given weights.
     *
     * @param background what {@link #background} gave, also of another w where it does not matter much
     */
    public SynthesisedHead finish(
            TensorOps ops, ParameterMap weights, UnfinishedHead head, @Nullable NDArray background) {
        NDArray image = network.finish(ops, weights, head.made(), head.ws(), true, head.blocks());
        return new SynthesisedHead(
                planes.arrange(ops, weights, image), background, ops.call("style_of", head.ws(), -1));
    }
}
