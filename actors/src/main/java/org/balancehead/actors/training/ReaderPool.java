package org.balancehead.actors.training;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorRef;

/** The readers of a run, which share its window of batches: step by step in turn. Of the run's actor alone. */
final class ReaderPool {
    private final List<ActorRef<BatchReader.Command>> readers = new ArrayList<>();
    private final Supplier<ActorRef<BatchReader.Command>> spawn;
    private final BatchWindow window;
    private final int maxFailures;
    private int failures;

    /** @param spawn starts a reader, and watches it */
    ReaderPool(Supplier<ActorRef<BatchReader.Command>> spawn, BatchWindow window, TrainingSettings settings) {
        this.spawn = spawn;
        this.window = window;
        this.maxFailures = settings.maxReaderFailures();
        for (int i = 0; i < settings.readers(); i++) {
            readers.add(spawn.get());
        }
    }

    /** Has as much drawn ahead as there is room for. */
    void ask() {
        window.ask().forEach(this::ask);
    }

    private void ask(int step) {
        readers.get(step % readers.size()).tell(new BatchReader.Draw(step));
    }

    void put(BatchReader.Drawn drawn) {
        failures = 0;
        window.put(drawn.step());
    }

    /** The batch whose turn it is, if it is there; then one more is drawn. */
    Optional<DrawnStep> take() {
        Optional<DrawnStep> next = window.take();
        ask();
        return next;
    }

    int ahead() {
        return window.ahead();
    }

    boolean owns(ActorRef<?> reader) {
        return readers.contains(reader);
    }

    /**
     * Puts a new reader in the place of a dead one, and asks it for what that owed.
     *
     * @return false when too many died in a row
     */
    boolean replace(ActorRef<?> dead) {
        int place = readers.indexOf(dead);
        failures++;
        if (failures >= maxFailures) {
            return false;
        }
        readers.set(place, spawn.get());
        window.missing().stream().filter(step -> step % readers.size() == place).forEach(this::ask);
        return true;
    }
}
