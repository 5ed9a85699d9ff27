package org.balancehead.model.dataset;

import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/** Sentences about what is wrong: all are counted, the first few in their order kept. Any thread. */
final class TroubleList {
    /** Sentences that are kept. */
    static final int LISTED = 20;

    private final TreeSet<Trouble> first =
            new TreeSet<>(Comparator.comparingInt(Trouble::order).thenComparing(Trouble::sentence));
    private int count;

    private record Trouble(int order, String sentence) {}

    /** Adds a sentence; those of the same order stand in the alphabet's. */
    synchronized void add(int order, String sentence) {
        count++;
        first.add(new Trouble(order, sentence));
        if (first.size() > LISTED) {
            first.pollLast();
        }
    }

    synchronized List<String> first() {
        return first.stream().map(Trouble::sentence).toList();
    }

    synchronized int count() {
        return count;
    }
}
