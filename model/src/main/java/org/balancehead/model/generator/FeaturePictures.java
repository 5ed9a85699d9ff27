package org.balancehead.model.generator;

import ai.djl.ndarray.NDArray;
import java.util.Optional;
import org.balancehead.model.tensor.ParameterLayout;
import org.balancehead.model.tensor.ParameterMap;
import org.balancehead.model.tensor.TensorOps;

/**
 * What is read off a picture of features, pixel by pixel: its colours, and where there is a parsing head the classes.
 */
final class FeaturePictures {
    private static final int COLOURS = 3;

    private final Optional<ToRgbLayer> toRgb;
    private final Optional<ToRgbLayer> toParsing;

    FeaturePictures(int features, int width, RenderingSettings settings) {
        toRgb = settings.toRgb()
                ? Optional.of(new ToRgbLayer("to_rgb", features, COLOURS, width, 0))
                : Optional.empty();
        toParsing = settings.parsing().map(classes -> new ToRgbLayer("to_parsing", features, classes, width, 0));
    }

    void describe(ParameterLayout layout) {
        toRgb.ifPresent(layer -> layer.describe(layout));
        toParsing.ifPresent(layer -> layer.describe(layout));
    }

    /** {@code [N, C, h, h]}, w {@code [N, W]} → {@code [N, 3, h, h]}. */
    NDArray colours(TensorOps ops, ParameterMap weights, NDArray features, NDArray w) {
        return toRgb.map(layer -> layer.apply(ops, weights, features, w))
                .orElseGet(() -> features.get(":, 0:" + COLOURS));
    }

    /** Probabilities of the classes: {@code [N, classes, h, h]}. */
    Optional<NDArray> parsing(TensorOps ops, ParameterMap weights, NDArray features, NDArray w) {
        return toParsing.map(layer -> layer.apply(ops, weights, features, w).softmax(1));
    }
}
