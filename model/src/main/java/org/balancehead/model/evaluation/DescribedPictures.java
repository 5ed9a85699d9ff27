package org.balancehead.model.evaluation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.balancehead.model.image.RgbImage;

/** A growing set of pictures, of which only the features are kept. */
final class DescribedPictures {
    /** Pictures that go through a network together. */
    private static final int BATCH = 16;

    private final List<FeatureSpace> spaces;
    private final List<List<float[]>> features = new ArrayList<>();
    private final List<RgbImage> waiting = new ArrayList<>();

    DescribedPictures(List<FeatureSpace> spaces) {
        this.spaces = spaces;
        spaces.forEach(space -> features.add(new ArrayList<>()));
    }

    /** Adds a picture, as large as the others. */
    void add(RgbImage picture) {
        waiting.add(picture);
        if (waiting.size() == BATCH) {
            describe();
        }
    }

    private void describe() {
        for (int i = 0; i < spaces.size(); i++) {
            Collections.addAll(features.get(i), spaces.get(i).features(waiting));
        }
        waiting.clear();
    }

    /** Of what was added so far, in each of the spaces. */
    List<FeatureStatistics> statistics() {
        if (!waiting.isEmpty()) {
            describe();
        }
        return features.stream()
                .map(set -> FeatureStatistics.of(set.toArray(float[][]::new)))
                .toList();
    }
}
