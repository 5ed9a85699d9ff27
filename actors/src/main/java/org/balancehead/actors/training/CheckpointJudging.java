package org.balancehead.actors.training;

import java.nio.file.Path;
import java.util.Map;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** Judges one checkpoint on a thread of its own, tells the figures, and stops; dies where it cannot be judged. */
final class CheckpointJudging {
    /** None: it begins by itself. */
    sealed interface Command {}

    /** The figures of a checkpoint. */
    record Judged(Map<String, Double> figures) {}

    private record Begin() implements Command {}

    private CheckpointJudging() {}

    static Behavior<Command> create(CheckpointJudge judge, Path checkpoint, ActorRef<Judged> evaluator) {
        return Behaviors.setup(context -> {
            context.getSelf().tell(new Begin());
            return Behaviors.receive(Command.class)
                    .onMessage(Begin.class, begin -> {
                        evaluator.tell(new Judged(judge.judge(checkpoint)));
                        return Behaviors.stopped();
                    })
                    .build();
        });
    }
}
