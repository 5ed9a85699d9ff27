package org.balancehead.model.training.semantic;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.balancehead.model.condition.SemanticEncoder;
import org.balancehead.model.dataset.HeadDataset;
import org.balancehead.model.dataset.SemanticFeatures;
import org.balancehead.model.dataset.UnusableDatasetException;
import org.balancehead.model.image.ImageFiles;
import org.balancehead.model.image.RgbImage;

/** Encodes the frontal picture of every identity of a dataset. */
public final class FrontalFeatures {
    private static final int BATCH = 32;

    private FrontalFeatures() {}

    /**
     * The features of a dataset, in the order of its {@code dataset.json}.
     *
     * @param progress is told after each few pictures how many are encoded, of how many
     * @throws UnusableDatasetException when the folder is no dataset or holds no identities
     * @throws org.balancehead.model.image.UnreadableImageException when a frontal picture cannot be read
     */
    public static SemanticFeatures of(Path folder, SemanticEncoder encoder, Progress progress) throws IOException {
        HeadDataset dataset = HeadDataset.open(folder);
        List<HeadDataset.Identity> identities = dataset.identities();
        if (identities.isEmpty()) {
            throw new UnusableDatasetException("%s holds no identities yet.".formatted(folder));
        }
        List<float[]> features = new ArrayList<>();
        for (int from = 0; from < identities.size(); from += BATCH) {
            List<RgbImage> pictures = new ArrayList<>();
            for (HeadDataset.Identity identity : identities.subList(from, Math.min(identities.size(), from + BATCH))) {
                pictures.add(ImageFiles.read(dataset.image(identity.views().get(0))));
            }
            features.addAll(List.of(encoder.encodeAll(pictures)));
            progress.show(features.size(), identities.size());
        }
        List<String> names = identities.stream().map(HeadDataset.Identity::name).toList();
        return SemanticFeatures.of(encoder.name(), names, features);
    }

    /** Is told how far long work is. */
    public interface Progress {
        /** {@code done} of {@code total} are made. */
        void show(int done, int total);
    }
}
