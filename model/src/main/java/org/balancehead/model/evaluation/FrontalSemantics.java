package org.balancehead.model.evaluation;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.balancehead.model.condition.SemanticEncoder;
import org.balancehead.model.condition.SemanticEncoders;
import org.balancehead.model.dataset.PackedViews;
import org.balancehead.model.dataset.SemanticFeatures;
import org.balancehead.model.tensor.TensorEngine;
import org.jspecify.annotations.Nullable;

/**
 * The semantic features of the identities' frontal pictures by one encoder: those that the dataset has, or else each
 * computed when it is first asked for, and kept.
 */
final class FrontalSemantics implements AutoCloseable {
    private final PackedViews views;
    private final @Nullable SemanticEncoder encoder;
    private final int dimension;
    private final float[] @Nullable [] features;

    private FrontalSemantics(PackedViews views, @Nullable SemanticEncoder encoder, int dimension) {
        this.views = views;
        this.encoder = encoder;
        this.dimension = dimension;
        features = new float[views.identities()][];
    }

    /**
     * Finds the dataset's features, or opens the encoder.
     *
     * @throws IllegalArgumentException when the dataset has none and the encoder cannot be opened by its name alone: in
     *     one sentence
     */
    static FrontalSemantics open(Path data, PackedViews views, String encoder, TensorEngine engine) throws IOException {
        Optional<SemanticFeatures> stored = SemanticFeatures.read(data, encoder);
        if (stored.isEmpty()) {
            SemanticEncoder opened = SemanticEncoders.open(encoder, Optional.empty(), engine);
            return new FrontalSemantics(views, opened, opened.dimension());
        }
        FrontalSemantics semantics =
                new FrontalSemantics(views, null, stored.get().dimension());
        for (int identity = 0; identity < views.identities(); identity++) {
            semantics.features[identity] = stored.get().of(views.name(identity));
        }
        return semantics;
    }

    /** Numbers of a feature. */
    int dimension() {
        return dimension;
    }

    float[] of(int identity) {
        float[] feature = features[identity];
        if (feature != null) {
            return feature;
        }
        if (encoder == null) {
            throw new IllegalStateException("All features were stored.");
        }
        float[] computed = encoder.encode(views.picture(identity, 0));
        features[identity] = computed;
        return computed;
    }

    @Override
    public void close() {
        if (encoder != null) {
            encoder.close();
        }
    }
}
