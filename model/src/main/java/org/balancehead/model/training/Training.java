package org.balancehead.model.training;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.DoubleConsumer;
import org.balancehead.model.checkpoint.Checkpoint;

/**
 * A training that is driven from outside, step by step: whoever drives it draws batches ahead, in any thread, hands
 * them in in order, and says when to save. A training opened on the state of another goes on as if there had been no
 * stop.
 *
 * <p>Except for {@link #draw}, which needs no preparation, confined to one thread at a time.
 *
 * @param <B> what a step needs of the data
 */
public interface Training<B> extends AutoCloseable {
    /** Steps taken, those of earlier runs included. */
    int step();

    /** Steps there are to take. */
    int steps();

    /** Pictures of the data that one step looks at. */
    int picturesPerStep();

    /** What comes before the first step: nothing where it was done already. Hears its share, 0…1, now and then. */
    void prepare(DoubleConsumer progress) throws IOException;

    /** The batch of a step, always the same one. Safe in any thread. */
    B draw(int step);

    /**
     * Takes the next step.
     *
     * @param batch that of {@link #step()}
     * @return the loss terms and what else a curve is drawn of, by name
     * @throws DivergedException when a loss or a weight is not a number any more
     */
    Map<String, Double> take(B batch);

    /** Writes everything that going on needs into a folder that does not exist, atomically. */
    Checkpoint save(Path state) throws IOException;

    /**
     * Writes the averaged weights as a checkpoint that can be served, into a folder that does not exist, atomically.
     */
    Checkpoint publish(Path target, String name, String version) throws IOException;

    /** Draws a sheet of heads of fixed seeds, seen from all around, by the averaged weights. */
    void drawSamples(Path picture) throws IOException;

    /**
     * How much the heads of fixed seeds differ from each other: the mean distance of their pictures from the mean one,
     * over that of as many pictures of the data. 0 when all are one head, about 1 when they vary as the data do.
     */
    double variety();

    /** Figures of held-out identities that are quick to measure, by name; none where there are no quick ones. */
    default Map<String, Double> figures() {
        return Map.of();
    }

    @Override
    void close();
}
