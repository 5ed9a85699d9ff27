package org.balancehead.model.condition;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.balancehead.model.tensor.TensorEngine;
import org.jspecify.annotations.Nullable;

/** Opens semantic encoders by the names that command lines and manifests give them. */
public final class SemanticEncoders {
    /** The environment variable that says where the weights of {@code clip} are, for checkpoints conditioned on it. */
    public static final String CLIP_WEIGHTS = "BALANCEHEAD_CLIP_WEIGHTS";

    private SemanticEncoders() {}

    /**
     * Opens an encoder on the engine's device; the caller closes it.
     *
     * @param name {@code faceres}, {@code clip} or {@code heads}
     * @param weights a safetensors file: of {@code clip}, in place of that of {@link #CLIP_WEIGHTS}; of {@code heads},
     *     in place of the bundled weights
     * @throws IllegalArgumentException when there is no encoder of that name, or weights are missing or not taken: in
     *     one sentence
     * @throws org.balancehead.model.checkpoint.CheckpointException when the weights cannot be used
     */
    public static SemanticEncoder open(String name, Optional<Path> weights, TensorEngine engine) {
        return open(name, weights, engine, System::getenv);
    }

    static SemanticEncoder open(
            String name, Optional<Path> weights, TensorEngine engine, UnaryOperator<@Nullable String> environment) {
        return switch (name) {
            case FaceRes.NAME -> faceRes(weights, engine);
            case Clip.NAME -> Clip.open(clipWeights(weights, environment.apply(CLIP_WEIGHTS)), engine);
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

    private static Path clipWeights(Optional<Path> given, @Nullable String variable) {
        return given.or(() -> Optional.ofNullable(variable).map(Path::of))
                .orElseThrow(() -> new IllegalArgumentException(
                        "The encoder clip needs its weights: name a safetensors file of a CLIP image tower in Hugging Face's naming by the environment variable %s."
                                .formatted(CLIP_WEIGHTS)));
    }
}
