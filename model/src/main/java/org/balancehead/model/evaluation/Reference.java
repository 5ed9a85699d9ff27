package org.balancehead.model.evaluation;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the data look like, in each feature space, at one size of pictures.
 *
 * @param front of the frontal pictures
 * @param random of a random view of each identity
 */
record Reference(List<FeatureSpace> spaces, List<FeatureStatistics> front, List<FeatureStatistics> random) {
    /** Heads' distances from the data and their diversity, by the names of the figures. */
    Map<String, Double> compare(FrechetDistance frechet, DescribedPictures fromFront, DescribedPictures fromAnywhere) {
        Map<String, Double> figures = new LinkedHashMap<>();
        List<FeatureStatistics> madeFront = fromFront.statistics();
        List<FeatureStatistics> madeRandom = fromAnywhere.statistics();
        for (int i = 0; i < spaces.size(); i++) {
            String space = spaces.get(i).name();
            double fidFront =
                    frechet.between(front.get(i).gaussian(), madeFront.get(i).gaussian());
            double fidRandom =
                    frechet.between(random.get(i).gaussian(), madeRandom.get(i).gaussian());
            figures.put("fidFront_" + space, fidFront);
            figures.put("fidRandom_" + space, fidRandom);
            figures.put("bias_" + space, fidRandom / fidFront);
            figures.put(
                    "diversityFront_" + space,
                    madeFront.get(i).spread() / front.get(i).spread());
            figures.put(
                    "diversityRandom_" + space,
                    madeRandom.get(i).spread() / random.get(i).spread());
        }
        return figures;
    }

    /** The distances of heads that were drawn anew for each camera. */
    Map<String, Double> compareOwnViews(FrechetDistance frechet, DescribedPictures fromAnywhere) {
        Map<String, Double> figures = new LinkedHashMap<>();
        List<FeatureStatistics> made = fromAnywhere.statistics();
        for (int i = 0; i < spaces.size(); i++) {
            figures.put(
                    "fidRandomOwnView_" + spaces.get(i).name(),
                    frechet.between(random.get(i).gaussian(), made.get(i).gaussian()));
        }
        return figures;
    }
}
