package org.balancehead.model.training.semantic;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Traits as numbers for networks: amounts of mean 0 and deviation 1 over the heads that are learnt from, and for each
 * kind as many places as it has values, a 1 at the head's own.
 */
final class TraitCode {
    /** One amount: facts come first, then the shape's sliders. */
    private record Amount(String name, boolean fact, double mean, double deviation) {}

    private final List<Amount> amounts;
    private final Map<String, List<String>> kinds;
    private final long facts;

    private TraitCode(List<Amount> amounts, Map<String, List<String>> kinds) {
        this.amounts = List.copyOf(amounts);
        this.kinds = kinds;
        facts = amounts.stream().filter(Amount::fact).count();
    }

    /** The code for such heads; what is the same in all of them is left out. */
    static TraitCode of(List<HeadTraits> heads) {
        List<Amount> amounts = new ArrayList<>();
        Set<String> facts = new TreeSet<>();
        Set<String> sliders = new TreeSet<>();
        Map<String, Set<String>> values = new TreeMap<>();
        for (HeadTraits head : heads) {
            facts.addAll(head.facts().keySet());
            sliders.addAll(head.shape().keySet());
            head.kinds()
                    .forEach((kind, value) -> values.computeIfAbsent(kind, name -> new TreeSet<>())
                            .add(value));
        }
        facts.forEach(name -> add(amounts, name, true, heads));
        sliders.forEach(name -> add(amounts, name, false, heads));
        Map<String, List<String>> kinds = new LinkedHashMap<>();
        values.forEach((kind, found) -> kinds.put(kind, List.copyOf(found)));
        return new TraitCode(amounts, kinds);
    }

    private static void add(List<Amount> amounts, String name, boolean fact, List<HeadTraits> heads) {
        double sum = 0;
        double squares = 0;
        int count = 0;
        for (HeadTraits head : heads) {
            Float value = fact ? head.facts().get(name) : head.shape().getOrDefault(name, 0f);
            if (value != null) {
                sum += value;
                squares += (double) value * value;
                count++;
            }
        }
        double mean = sum / count;
        double deviation = Math.sqrt(Math.max(0, squares / count - mean * mean));
        if (deviation > 1e-6) {
            amounts.add(new Amount(name, fact, mean, deviation));
        }
    }

    /** The amounts' names in order. */
    List<String> amountNames() {
        return amounts.stream().map(Amount::name).toList();
    }

    /** How many of the amounts are facts; they are the first. */
    int facts() {
        return (int) facts;
    }

    /** The kinds' values, in the order of the code. */
    Map<String, List<String>> kinds() {
        return kinds;
    }

    /** A: numbers of a head's amounts. */
    int amounts() {
        return amounts.size();
    }

    /** K: places of all kinds together. */
    int places() {
        return kinds.values().stream().mapToInt(List::size).sum();
    }

    /**
     * Writes a head's amounts and what each counts: 0 where it is not told, else so that all facts together count 1,
     * and all of the shape together.
     */
    void putAmounts(HeadTraits head, float[] values, float[] weights, int offset) {
        for (int i = 0; i < amounts.size(); i++) {
            Amount amount = amounts.get(i);
            Float value = amount.fact()
                    ? head.facts().get(amount.name())
                    : head.shape().getOrDefault(amount.name(), 0f);
            values[offset + i] = value == null ? 0 : (float) ((value - amount.mean()) / amount.deviation());
            weights[offset + i] = value == null ? 0 : 1f / (amount.fact() ? facts : amounts.size() - facts);
        }
    }

    /** Writes a 1 for each kind at the head's own value; a value that no head of the code has stays without. */
    void putKinds(HeadTraits head, float[] places, int offset) {
        int at = offset;
        for (Map.Entry<String, List<String>> kind : kinds.entrySet()) {
            int own = kind.getValue().indexOf(head.kinds().get(kind.getKey()));
            if (own >= 0) {
                places[at + own] = 1;
            }
            at += kind.getValue().size();
        }
    }

    /** Where each kind's places end. */
    long[] ends() {
        long[] ends = new long[kinds.size()];
        long end = 0;
        int kind = 0;
        for (List<String> values : kinds.values()) {
            end += values.size();
            ends[kind++] = end;
        }
        return ends;
    }
}
