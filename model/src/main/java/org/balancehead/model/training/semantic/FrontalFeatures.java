package org.balancehead.model.training.semantic;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.balancehead.model.condition.SemanticEncoder;
import org.balancehead.model.dataset.DatasetPictures;
import org.balancehead.model.dataset.HeadDataset;
import org.balancehead.model.dataset.SemanticFeatures;
import org.balancehead.model.image.RgbImage;

/** Encodes the frontal picture of every identity of a dataset. */
public final class FrontalFeatures {
    private static final int BATCH = 32;

    private FrontalFeatures() {}

    /**
     * The features of a dataset, in the order of its {@code dataset.json}.
     *
     * @param dataset a folder or a zip
     * @param progress is told after each few pictures how many are encoded, of how many
     * @throws org.balancehead.model.dataset.UnusableDatasetException when it is no dataset, or a frontal picture cannot
     *     be read
     */
    public static SemanticFeatures of(Path dataset, SemanticEncoder encoder, Progress progress) throws IOException {
        try (DatasetPictures pictures = DatasetPictures.open(dataset)) {
            List<HeadDataset.Identity> identities = pictures.heads().identities();
            List<float[]> features = new ArrayList<>();
            for (int from = 0; from < identities.size(); from += BATCH) {
                List<RgbImage> frontal = new ArrayList<>();
                for (HeadDataset.Identity identity :
                        identities.subList(from, Math.min(identities.size(), from + BATCH))) {
                    frontal.add(pictures.image(identity.views().get(0)));
                }
                features.addAll(List.of(encoder.encodeAll(frontal)));
                progress.show(features.size(), identities.size());
            }
            List<String> names =
                    identities.stream().map(HeadDataset.Identity::name).toList();
            return SemanticFeatures.of(encoder.name(), names, features);
        }
    }

    /** Is told how far long work is. */
    public interface Progress {
        /** {@code done} of {@code total} are made. */
        void show(int done, int total);
    }
}
