package org.balancehead.model.inversion;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.balancehead.model.camera.CameraPose;
import org.balancehead.model.checkpoint.Manifest;
import org.balancehead.model.checkpoint.StoredTensor;
import org.balancehead.model.condition.ConditionKind;
import org.balancehead.model.condition.SemanticEncoder;
import org.balancehead.model.condition.SemanticEncoders;
import org.balancehead.model.face.AlignedHead;
import org.balancehead.model.tensor.TensorEngine;
import org.jspecify.annotations.Nullable;

/**
 * What a generator is told about heads: of a person, what the frontal picture says, and the frontal camera; of nobody,
 * one of the conditions that the checkpoint kept from its training. Owns the encoder.
 */
final class ToldCondition implements AutoCloseable {
    private static final CameraPose FRONT = CameraPose.orbit(0, 0);

    private final ConditionKind kind;
    private final @Nullable SemanticEncoder encoder;
    private final @Nullable StoredTensor kept;

    private ToldCondition(ConditionKind kind, @Nullable SemanticEncoder encoder, @Nullable StoredTensor kept) {
        this.kind = kind;
        this.encoder = encoder;
        this.kept = kept;
    }

    /**
     * Opens the encoder that the condition names, if it has a semantic part.
     *
     * @param length numbers of the condition that the generator takes
     * @param kept conditions {@code [n, length]} of the training
     * @throws IllegalArgumentException when there is no such kind or encoder, or lengths differ: in one sentence
     */
    static ToldCondition open(
            Manifest.Condition condition, int length, Optional<StoredTensor> kept, TensorEngine engine) {
        ConditionKind kind = ConditionKind.of(condition.kind());
        SemanticEncoder encoder =
                kind.hasSemantic() ? SemanticEncoders.open(condition.encoder(), Optional.<Path>empty(), engine) : null;
        int expected = kind.length(encoder == null ? 0 : encoder.dimension());
        long columns = kept.isPresent() ? kept.get().shape()[1] : length;
        if (length != expected || columns != length) {
            if (encoder != null) {
                encoder.close();
            }
            throw new IllegalArgumentException("A condition '%s' of %s has %d numbers, but the generator takes %d."
                    .formatted(kind.word(), condition.encoder(), expected, length));
        }
        return new ToldCondition(kind, encoder, kept.orElse(null));
    }

    /** What is told of a person. */
    float[] of(AlignedHead frontal) {
        return kind.of(FRONT, encoder == null ? new float[0] : encoder.encode(frontal));
    }

    /**
     * What is told of nobody.
     *
     * @throws IllegalArgumentException when it has a semantic part and none were kept
     */
    float[] any(Random random) {
        if (kept != null) {
            int length = (int) kept.shape()[1];
            int row = random.nextInt((int) kept.shape()[0]);
            return Arrays.copyOfRange(kept.values(), row * length, (row + 1) * length);
        }
        if (kind.hasSemantic()) {
            throw new IllegalArgumentException(
                    "The checkpoint keeps no conditions to draw heads of nobody by: draw them by one of your own.");
        }
        return kind.of(FRONT, new float[0]);
    }

    @Override
    public void close() {
        if (encoder != null) {
            encoder.close();
        }
    }
}
