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
public final class FrontalSemantics implements AutoCloseable {
    private final PackedViews views;
    private final SemanticEncoder encoder;
    private final float[] @Nullable [] features;

    private FrontalSemantics(PackedViews views, SemanticEncoder encoder) {
        this.views = views;
        this.encoder = encoder;
        features = new float[views.identities()][];
    }

    /**
     * Opens the encoder, and finds the dataset's features.
     *
     * @throws IllegalArgumentException when the encoder cannot be opened by its name alone: in one sentence
     */
    public static FrontalSemantics open(Path data, PackedViews views, String encoder, TensorEngine engine)
            throws IOException {
        Optional<SemanticFeatures> stored = SemanticFeatures.read(data, encoder);
        FrontalSemantics semantics =
                new FrontalSemantics(views, SemanticEncoders.open(encoder, Optional.empty(), engine));
        stored.ifPresent(features -> {
            for (int identity = 0; identity < views.identities(); identity++) {
                semantics.features[identity] = features.of(views.name(identity));
            }
        });
        return semantics;
    }

    SemanticEncoder encoder() {
        return encoder;
    }

    /** Numbers of a feature. */
    int dimension() {
        return encoder.dimension();
    }

    /** The feature of an identity; not a copy. */
    public float[] of(int identity) {
        float[] feature = features[identity];
        if (feature != null) {
            return feature;
        }
        float[] computed = encoder.encode(views.picture(identity, 0));
        features[identity] = computed;
        return computed;
    }

    @Override
    public void close() {
        encoder.close();
    }
}
