package org.balancehead.model.dataset.statistics;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** How many identities have which value of one trait. */
public final class Distribution {
    private final String trait;
    private final Map<String, Integer> counts;
    private final boolean ordered;

    private Distribution(String trait, Map<String, Integer> counts, boolean ordered) {
        this.trait = trait;
        this.counts = counts;
        this.ordered = ordered;
    }

    /** Of values that have no order: the most frequent first. */
    static Distribution ofNames(String trait) {
        return new Distribution(trait, new TreeMap<>(), false);
    }

    /** Of values in the order that is given; those that nobody has are shown, too. */
    static Distribution ofScale(String trait, Iterable<String> values) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        values.forEach(value -> counts.put(value, 0));
        return new Distribution(trait, counts, true);
    }

    void count(String value) {
        counts.merge(value, 1, Integer::sum);
    }

    /** What is counted. */
    public String trait() {
        return trait;
    }

    /** Values with their counts, in the order to show them. */
    public Map<String, Integer> counts() {
        if (ordered) {
            return counts;
        }
        Map<String, Integer> sorted = new LinkedHashMap<>();
        counts.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder()))
                .forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
        return sorted;
    }
}
