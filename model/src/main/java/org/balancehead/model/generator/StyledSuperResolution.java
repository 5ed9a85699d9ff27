package org.balancehead.model.generator;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import org.balancehead.model.tensor.TensorOps;
import org.balancehead.model.tensor.TensorSession;

/** A {@link SuperResolution} for one head's w, without gradients: its modulated weights are made once. */
record StyledSuperResolution(SuperResolutionSettings settings, StyledBlock block0, StyledBlock block1) {
    /** How far, in pixels of the input, one of them reaches into the result's neighbours. */
    private static final int REACH = 5;

    /** Opacity from which on a pixel of the head is shown. */
    private static final double LEAST = 1e-3;

    /** Enlarges the whole picture, its background included: {@code [1, 3, scale · inputSide, …]}. */
    NDArray enlarge(TensorOps ops, RawImages seen) {
        return enlarge(
                ops,
                SuperResolution.fit(ops, settings, seen.features()),
                SuperResolution.fit(ops, settings, seen.raw()));
    }

    private NDArray enlarge(TensorOps ops, NDArray features, NDArray image) {
        return block1.apply(ops, block0.apply(ops, new Partial(features, image)))
                .image();
    }

    /**
     * Enlarges the head alone, on white: nothing is computed where it is not.
     *
     * @return 0…1: {@code [1, 3, scale · inputSide, …]}
     */
    NDArray enlargeOnWhite(TensorOps ops, RawImages seen) {
        NDArray mask = ops.call("resize", seen.mask(), settings.inputSide(), settings.antialias());
        long[] box = ops.call("covered", mask, LEAST, REACH).toLongArray();
        int side = settings.scale() * settings.inputSide();
        if (box[1] == 0) {
            return seen.raw().getManager().ones(new Shape(1, 3, side, side));
        }
        NDArray features = window(ops, SuperResolution.fit(ops, settings, seen.features()), box);
        NDArray image = window(ops, SuperResolution.fit(ops, settings, seen.raw()), box);
        long[] enlarged =
                Arrays.stream(box).map(edge -> settings.scale() * edge).toArray();
        NDArray cut = window(ops, ops.call("resize", seen.mask(), side, false), enlarged);
        NDArray shown = ops.call("on_white", enlarge(ops, features, image), cut);
        return ops.call("in_place", shown, side, (int) enlarged[0], (int) enlarged[2]);
    }

    private static NDArray window(TensorOps ops, NDArray picture, long[] box) {
        return ops.call("window", picture, (int) box[0], (int) box[1], (int) box[2], (int) box[3]);
    }

    StyledSuperResolution kept(TensorSession session, NDManager owner) {
        return new StyledSuperResolution(settings, block0.kept(session, owner), block1.kept(session, owner));
    }
}
