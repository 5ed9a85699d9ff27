package org.balancehead.actors.training;

import java.util.ArrayList;
import java.util.List;

/** Remembers what a run tells people. */
final class HeardRun implements RunWatcher {
    private final List<String> sentences = new ArrayList<>();
    private int mostAhead;

    @Override
    public void preparing(double share) {}

    @Override
    public synchronized void stepped(Progress progress) {
        mostAhead = Math.max(mostAhead, progress.batchesAhead());
    }

    @Override
    public synchronized void say(String sentence) {
        sentences.add(sentence);
    }

    synchronized List<String> sentences() {
        return List.copyOf(sentences);
    }

    synchronized int mostAhead() {
        return mostAhead;
    }
}
