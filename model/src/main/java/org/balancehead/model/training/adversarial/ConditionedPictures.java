package org.balancehead.model.training.adversarial;

import java.io.IOException;
import java.nio.file.Path;
import org.balancehead.model.condition.ConditionKind;
import org.balancehead.model.dataset.PackedViews;
import org.balancehead.model.dataset.ReducedViews;
import org.balancehead.model.dataset.SemanticFeatures;
import org.balancehead.model.dataset.UnusableDatasetException;

/**
 * What an adversarial training sees: small pictures, and the semantic features of their identities.
 *
 * @param pictures as large as the generator's
 * @param features by identity, as the encoder gives them; without numbers where the condition has none
 */
public record ConditionedPictures(ReducedViews pictures, float[][] features) {
    /**
     * Opens a dataset, which may have no masks.
     *
     * @param side of the pictures
     * @throws UnusableDatasetException when features are needed and the dataset has none of that encoder
     */
    public static ConditionedPictures open(Path folder, int side, ConditionKind kind, String encoder)
            throws IOException {
        PackedViews views = PackedViews.openPictures(folder);
        float[][] features = new float[views.identities()][0];
        if (kind.hasSemantic()) {
            SemanticFeatures described =
                    SemanticFeatures.read(folder, encoder).orElseThrow(() -> undescribed(folder, encoder));
            for (int i = 0; i < features.length; i++) {
                features[i] = described.of(views.name(i));
            }
        }
        return new ConditionedPictures(ReducedViews.open(folder, views, side), features);
    }

    /** Says that a dataset has no features of an encoder. */
    public static UnusableDatasetException undescribed(Path folder, String encoder) {
        return new UnusableDatasetException(
                "%s has no features of %s: make them with 'dataset describe --data %s --encoder %s'."
                        .formatted(folder, encoder, folder, encoder));
    }
}
