package org.balancehead.actors.training;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The batches ahead of the trainer: which may be asked for, which are there, and whose turn it is. */
final class BatchWindow {
    private final int end;
    private final int size;
    private final Map<Integer, DrawnStep> drawn = new HashMap<>();
    private final Set<Integer> asked = new TreeSet<>();
    private int next;
    private int unasked;

    /**
     * @param next the first step to take
     * @param end the step that is not taken any more
     * @param size batches that are asked for or there at a time
     */
    BatchWindow(int next, int end, int size) {
        this.next = next;
        this.unasked = next;
        this.end = end;
        this.size = size;
    }

    /** The steps to ask for now, as far as there is room; they count as asked for from now on. */
    List<Integer> ask() {
        List<Integer> steps = new ArrayList<>();
        while (unasked < end && unasked < next + size) {
            asked.add(unasked);
            steps.add(unasked++);
        }
        return steps;
    }

    /** Takes one in; one that nobody asked for, because its reader was given up meanwhile, is dropped. */
    void put(DrawnStep step) {
        if (asked.remove(step.step())) {
            drawn.put(step.step(), step);
        }
    }

    /** Takes out the one whose turn it is, if it is there. */
    Optional<DrawnStep> take() {
        DrawnStep first = drawn.remove(next);
        if (first != null) {
            next++;
        }
        return Optional.ofNullable(first);
    }

    /** Steps that were asked for and did not come yet. */
    List<Integer> missing() {
        return List.copyOf(asked);
    }

    /** Batches that are there. */
    int ahead() {
        return drawn.size();
    }
}
