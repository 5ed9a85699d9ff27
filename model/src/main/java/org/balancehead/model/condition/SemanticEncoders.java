package org.balancehead.model.condition;

import java.nio.file.Path;
import java.util.Optional;
import org.balancehead.model.tensor.TensorEngine;

/** Opens semantic encoders by the names that command lines and manifests give them. */
public final class SemanticEncoders {
    private SemanticEncoders() {}

    /**
     * Opens an encoder on the engine's device; the caller closes it.
     *
     * @param name {@code faceres}, {@code clip} or {@code heads}
     * @param weights a safetensors file: needed by {@code clip}, in place of the bundled weights for {@code heads}
     * @throws IllegalArgumentException when there is no encoder of that name, or weights are missing or not taken: in
     *     one sentence
     * @throws org.balancehead.model.checkpoint.CheckpointException when the weights cannot be used
     */
    public static SemanticEncoder open(String name, Optional<Path> weights, TensorEngine engine) {
        return switch (name) {
            case FaceRes.NAME -> faceRes(weights, engine);
            case Clip.NAME -> Clip.open(weights.orElseThrow(SemanticEncoders::clipNeedsWeights), engine);
            case HeadDescriptor.NAME ->
                weights.isPresent() ? HeadDescriptor.open(weights.get(), engine) : HeadDescriptor.open(engine);
            default ->
                throw new IllegalArgumentException("'%s' is no semantic encoder: choose %s, %s or %s."
                        .formatted(name, FaceRes.NAME, Clip.NAME, HeadDescriptor.NAME));
        };
    }

    private static SemanticEncoder faceRes(Optional<Path> weights, TensorEngine engine) {
        if (weights.isPresent()) {
            throw new IllegalArgumentException("The encoder faceres comes with its weights: leave %s out."
                    .formatted(weights.get().getFileName()));
        }
        return FaceRes.open(engine);
    }

    private static IllegalArgumentException clipNeedsWeights() {
        return new IllegalArgumentException("The encoder clip needs its weights: give a safetensors file of a CLIP"
                + " image tower in Hugging Face's naming.");
    }
}
