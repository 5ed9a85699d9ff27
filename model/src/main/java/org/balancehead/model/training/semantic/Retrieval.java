package org.balancehead.model.training.semantic;

import java.util.Arrays;
import org.balancehead.model.condition.MeanFeature;
import org.balancehead.model.condition.SemanticEncoder;

/**
 * How surely features find the head that they are of among all others: the rank, from 1 on, of the own feature when a
 * gallery is sorted by the cosine to a query, both less the gallery's mean. Equal cosines count against the query.
 *
 * @param queries how many were sought
 * @param gallery among how many
 * @param first share of the queries whose rank is 1
 * @param firstFive share of the queries whose rank is 1…5
 * @param medianRank the middle rank, or the mean of the two in the middle
 */
public record Retrieval(int queries, int gallery, double first, double firstFive, double medianRank) {
    /**
     * Seeks queries in a gallery.
     *
     * @param own for each query the place of its head in the gallery
     * @throws IllegalArgumentException when the gallery has fewer than two heads
     */
    static Retrieval of(float[][] queries, int[] own, float[][] gallery) {
        if (gallery.length < 2) {
            throw new IllegalArgumentException("There is nobody to tell a head apart from: give two heads or more.");
        }
        MeanFeature mean = MeanFeature.of(gallery);
        float[][] centred = mean.apart(gallery);
        float[][] sought = mean.apart(queries);
        int[] ranks = new int[queries.length];
        for (int q = 0; q < queries.length; q++) {
            double toOwn = SemanticEncoder.cosine(sought[q], centred[own[q]]);
            ranks[q] = 1;
            for (int g = 0; g < gallery.length; g++) {
                if (g != own[q] && SemanticEncoder.cosine(sought[q], centred[g]) >= toOwn) {
                    ranks[q]++;
                }
            }
        }
        Arrays.sort(ranks);
        double median = (ranks[(ranks.length - 1) / 2] + ranks[ranks.length / 2]) / 2.0;
        return new Retrieval(queries.length, gallery.length, share(ranks, 1), share(ranks, 5), median);
    }

    private static double share(int[] ranks, int atMost) {
        return Arrays.stream(ranks).filter(rank -> rank <= atMost).count() / (double) ranks.length;
    }
}
