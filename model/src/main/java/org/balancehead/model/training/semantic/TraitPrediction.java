package org.balancehead.model.training.semantic;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How much of the traits of unseen heads a linear map tells from their features.
 *
 * @param facts for each fact the share of its variance that is told (R²), at most 1; below 0 is worse than the mean
 * @param shape the mean of the same over the shape's sliders
 * @param kinds for each kind the share of heads whose own value is told
 * @param commonest for each kind the share of heads that have the value that is commonest among those learnt from
 */
public record TraitPrediction(
        Map<String, Double> facts, double shape, Map<String, Double> kinds, Map<String, Double> commonest) {
    /**
     * Fits the map to some heads and measures it on others.
     *
     * @throws IllegalArgumentException with fewer than ten heads to learn from
     */
    static TraitPrediction of(
            float[][] seenFeatures, List<HeadTraits> seen, float[][] unseenFeatures, List<HeadTraits> unseen) {
        TraitCode code = TraitCode.of(seen);
        RidgeRegression map = RidgeRegression.fit(seenFeatures, new Coded(seen, code).rows);
        double[][] told = new double[unseen.size()][];
        for (int i = 0; i < told.length; i++) {
            told[i] = map.predict(unseenFeatures[i]);
        }
        Coded truth = new Coded(unseen, code);
        Map<String, Double> facts = new LinkedHashMap<>();
        double shape = 0;
        for (int a = 0; a < code.amounts(); a++) {
            double share = toldShare(told, truth, a);
            if (a < code.facts()) {
                facts.put(code.amountNames().get(a), share);
            } else {
                shape += share / (code.amounts() - code.facts());
            }
        }
        Map<String, Double> kinds = new LinkedHashMap<>();
        Map<String, Double> commonest = new LinkedHashMap<>();
        double[] frequencies = map.mean();
        int begin = code.amounts();
        for (Map.Entry<String, List<String>> kind : code.kinds().entrySet()) {
            int end = begin + kind.getValue().size();
            int right = 0;
            int usual = 0;
            for (int i = 0; i < told.length; i++) {
                right += (int) truth.rows[i][largest(told[i], begin, end)];
                usual += (int) truth.rows[i][largest(frequencies, begin, end)];
            }
            kinds.put(kind.getKey(), right / (double) told.length);
            commonest.put(kind.getKey(), usual / (double) told.length);
            begin = end;
        }
        return new TraitPrediction(facts, shape, kinds, commonest);
    }

    private static double toldShare(double[][] told, Coded truth, int amount) {
        double missed = 0;
        double all = 0;
        for (int i = 0; i < told.length; i++) {
            if (truth.weights[i][amount] > 0) {
                double value = truth.rows[i][amount];
                missed += (told[i][amount] - value) * (told[i][amount] - value);
                all += value * value;
            }
        }
        return all == 0 ? 0 : 1 - missed / all;
    }

    private static int largest(double[] numbers, int begin, int end) {
        int largest = begin;
        for (int i = begin; i < end; i++) {
            if (numbers[i] > numbers[largest]) {
                largest = i;
            }
        }
        return largest;
    }

    /** Heads in code: amounts, then places; what is not told stands at the mean. */
    private static final class Coded {
        final float[][] rows;
        final float[][] weights;

        Coded(List<HeadTraits> heads, TraitCode code) {
            rows = new float[heads.size()][code.amounts() + code.places()];
            weights = new float[heads.size()][code.amounts()];
            for (int i = 0; i < rows.length; i++) {
                code.putAmounts(heads.get(i), rows[i], weights[i], 0);
                code.putKinds(heads.get(i), rows[i], code.amounts());
            }
        }
    }
}
