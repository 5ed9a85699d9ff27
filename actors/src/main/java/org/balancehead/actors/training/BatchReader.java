package org.balancehead.actors.training;

import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.balancehead.model.training.Training;

/** Draws batches, in the order in which they are asked for. Lives on a thread of its own; dies of a failure. */
final class BatchReader {
    sealed interface Command {}

    /** Asks for the batch of a step; as many at a time as the window has room for. */
    record Draw(int step) implements Command {}

    /** A batch is there. */
    record Drawn(DrawnStep step) {}

    private BatchReader() {}

    static Behavior<Command> create(Training<?> training, ActorRef<Drawn> run) {
        return Behaviors.receive(Command.class)
                .onMessage(Draw.class, draw -> {
                    run.tell(new Drawn(DrawnStep.draw(training, draw.step())));
                    return Behaviors.same();
                })
                .build();
    }
}
