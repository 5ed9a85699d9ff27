package org.balancehead.actors.training;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.ChildFailed;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.Terminated;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.jspecify.annotations.Nullable;

/**
 * Has checkpoints judged, one at a time. One may wait, and a newer one takes its place. Each judging is a child of its
 * own, so that one that fails is a checkpoint without figures and nothing else.
 */
final class Evaluator extends AbstractBehavior<Evaluator.Command> {
    sealed interface Command {}

    /** A checkpoint to judge. */
    record Judge(int step, Path checkpoint) implements Command {}

    private record Heard(CheckpointJudging.Judged judged) implements Command {}

    sealed interface Report {
        Judge asked();
    }

    record Judged(Judge asked, Map<String, Double> figures) implements Report {}

    record NotJudged(Judge asked, String reason) implements Report {}

    /** A newer one took its place. */
    record Replaced(Judge asked) implements Report {}

    private final CheckpointJudge judge;
    private final DispatcherSelector thread;
    private final ActorRef<Report> run;
    private final ActorRef<CheckpointJudging.Judged> judgings;
    private @Nullable Judge running;
    private @Nullable Judge waiting;

    /** @param thread what each judging blocks */
    static Behavior<Command> create(CheckpointJudge judge, DispatcherSelector thread, ActorRef<Report> run) {
        return Behaviors.setup(context -> new Evaluator(context, judge, thread, run));
    }

    private Evaluator(
            ActorContext<Command> context, CheckpointJudge judge, DispatcherSelector thread, ActorRef<Report> run) {
        super(context);
        this.judge = judge;
        this.thread = thread;
        this.run = run;
        judgings = context.messageAdapter(CheckpointJudging.Judged.class, Heard::new);
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Judge.class, this::onJudge)
                .onMessage(Heard.class, this::onHeard)
                .onSignal(ChildFailed.class, this::onFailed)
                .onSignal(Terminated.class, stopped -> Behaviors.same()) // it has told its figures
                .build();
    }

    private Behavior<Command> onJudge(Judge asked) {
        if (running == null) {
            begin(asked);
            return this;
        }
        Optional.ofNullable(waiting).ifPresent(older -> run.tell(new Replaced(older)));
        waiting = asked;
        return this;
    }

    private void begin(Judge asked) {
        running = asked;
        getContext()
                .watch(getContext()
                        .spawnAnonymous(CheckpointJudging.create(judge, asked.checkpoint(), judgings), thread));
    }

    private Behavior<Command> onHeard(Heard heard) {
        if (running != null) {
            run.tell(new Judged(running, heard.judged().figures()));
        }
        return next();
    }

    private Behavior<Command> onFailed(ChildFailed failed) {
        if (running != null) {
            run.tell(new NotJudged(running, String.valueOf(failed.cause().getMessage())));
        }
        return next();
    }

    private Behavior<Command> next() {
        Judge newest = waiting;
        running = null;
        waiting = null;
        if (newest != null) {
            begin(newest);
        }
        return this;
    }
}
