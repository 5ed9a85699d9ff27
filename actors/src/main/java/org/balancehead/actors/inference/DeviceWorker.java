package org.balancehead.actors.inference;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.balancehead.actors.SessionId;
import org.balancehead.model.checkpoint.CheckpointException;

/**
 * Owns one workbench and its lanes. Takes one piece of work a lane at a time, or several that are done together. When
 * one fails, all lanes end, and all that is kept is freed; then the worker fails, so that its dispatcher starts a fresh
 * one on a free device. A worker whose checkpoint is refused says so instead, and stops.
 */
final class DeviceWorker extends AbstractBehavior<DeviceWorker.Command> {
    sealed interface Command {}

    /** Pieces of one lane, to be done together. Sent only when the last ones of that lane are done. */
    record Run(List<Work> together) implements Command {}

    /** Shows this from now on, in place of what is shown; given before work that needs it. Answered once. */
    record Show(SessionId session, KeptAvatar avatar) implements Command {}

    /** Frees what is shown to a session that has no inversion under way, after the work that runs. */
    record Release(SessionId session) implements Command {}

    /** Frees all that is kept for a session, after the work that runs. */
    record Forget(SessionId session) implements Command {}

    /** Ends it, after the work that was given to it, when all is freed; which may be never, if that work hangs. */
    record Close() implements Command {}

    private record Closed() implements Command {}

    private record Opened(Workbench.Opened what) implements Command {}

    private record NotOpened(Throwable cause) implements Command {}

    private record Ran(List<Work> together, List<Workbench.Done> done, Duration took) implements Command {}

    private record Failed(Optional<Work> culprit, Throwable cause) implements Command {}

    private record ShowingEnded(Show show, Workbench.Done done) implements Command {}

    private record Freed(WorkerCrashedException crash) implements Command {}

    private record NothingOpened(String reason) implements Command {}

    /** What the dispatcher hears; may arrive after the worker's end. */
    sealed interface Report {
        ActorRef<Command> worker();
    }

    record Ready(ActorRef<Command> worker, Workbench.Opened opened) implements Report {}

    /** What it was to open is refused for what it is, for the reason given; the worker ends. */
    record Unfit(ActorRef<Command> worker, String reason) implements Report {}

    /** @param done what came of each piece, in their order */
    record Finished(ActorRef<Command> worker, List<Work> together, List<Workbench.Done> done, Duration took)
            implements Report {}

    /** The avatar is shown, or cannot be, though the worker is sound. */
    record Showed(ActorRef<Command> worker, Show show, Workbench.Done done) implements Report {}

    private final Workbench workbench;
    private final ActorRef<Report> dispatcher;
    private boolean closing;

    static Behavior<Command> create(String name, Workbench.Maker maker, ActorRef<Report> dispatcher) {
        return Behaviors.setup(context -> {
            ActorRef<Command> self = context.getSelf();
            Workbench workbench = maker.make(name, trouble -> self.tell(new Failed(Optional.empty(), trouble)));
            context.pipeToSelf(
                    workbench.open(),
                    (opened, trouble) -> trouble == null ? new Opened(opened) : new NotOpened(unwrapped(trouble)));
            return new DeviceWorker(context, workbench, dispatcher);
        });
    }

    private DeviceWorker(ActorContext<Command> context, Workbench workbench, ActorRef<Report> dispatcher) {
        super(context);
        this.workbench = workbench;
        this.dispatcher = dispatcher;
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Run.class, this::onRun)
                .onMessage(Show.class, this::onShow)
                .onMessage(ShowingEnded.class, this::onShowingEnded)
                .onMessage(Release.class, this::onRelease)
                .onMessage(Forget.class, this::onForget)
                .onMessage(Close.class, close -> onClose())
                .onMessage(Closed.class, closed -> Behaviors.stopped())
                .onMessage(Opened.class, this::onOpened)
                .onMessage(NotOpened.class, this::onNotOpened)
                .onMessage(NothingOpened.class, this::onNothingOpened)
                .onMessage(Ran.class, this::onRan)
                .onMessage(Failed.class, this::onFailed)
                .onMessage(Freed.class, this::onFreed)
                .onSignal(PostStop.class, signal -> onStopped())
                .build();
    }

    private Behavior<Command> onOpened(Opened opened) {
        dispatcher.tell(new Ready(getContext().getSelf(), opened.what()));
        return this;
    }

    /** A checkpoint that is refused is no failure of the device. */
    private Behavior<Command> onNotOpened(NotOpened not) {
        if (closing || !(not.cause() instanceof CheckpointException unfit)) {
            return onFailed(new Failed(Optional.empty(), not.cause()));
        }
        closing = true;
        NothingOpened end = new NothingOpened(String.valueOf(unfit.getMessage()));
        getContext().pipeToSelf(workbench.close(), (nothing, trouble) -> end);
        return this;
    }

    private Behavior<Command> onNothingOpened(NothingOpened nothing) {
        dispatcher.tell(new Unfit(getContext().getSelf(), nothing.reason()));
        return Behaviors.stopped();
    }

    private Behavior<Command> onRun(Run run) {
        if (closing) {
            return this; // the dispatcher learns of it when this worker has failed
        }
        long began = System.nanoTime();
        getContext()
                .pipeToSelf(
                        workbench.run(run.together()),
                        (done, trouble) -> trouble == null
                                ? new Ran(run.together(), done, Duration.ofNanos(System.nanoTime() - began))
                                : new Failed(culprit(run.together(), trouble), trouble));
        return this;
    }

    /** Of several pieces, the one that failed when it was done alone. */
    private static Optional<Work> culprit(List<Work> together, Throwable trouble) {
        if (unwrapped(trouble) instanceof WorkerCrashedException alone) {
            return alone.culprit();
        }
        return together.size() == 1 ? Optional.of(together.get(0)) : Optional.empty();
    }

    private Behavior<Command> onRan(Ran ran) {
        dispatcher.tell(new Finished(getContext().getSelf(), ran.together(), ran.done(), ran.took()));
        return this;
    }

    private Behavior<Command> onShow(Show show) {
        if (!closing) {
            getContext()
                    .pipeToSelf(
                            workbench.show(show.session(), show.avatar()),
                            (done, trouble) -> trouble == null
                                    ? new ShowingEnded(show, done)
                                    : new Failed(Optional.empty(), trouble));
        }
        return this;
    }

    private Behavior<Command> onShowingEnded(ShowingEnded ended) {
        dispatcher.tell(new Showed(getContext().getSelf(), ended.show(), ended.done()));
        return this;
    }

    private Behavior<Command> onRelease(Release release) {
        if (!closing) {
            workbench.release(release.session());
        }
        return this;
    }

    private Behavior<Command> onForget(Forget forget) {
        if (!closing) {
            workbench.forget(forget.session());
        }
        return this;
    }

    private Behavior<Command> onClose() {
        if (!closing) {
            closing = true;
            getContext().pipeToSelf(workbench.close(), (nothing, trouble) -> new Closed());
        }
        return this;
    }

    private Behavior<Command> onFailed(Failed failed) {
        Throwable cause = unwrapped(failed.cause());
        if (closing) {
            getContext().getLog().warn("A second failure while a worker ends: {}", String.valueOf(cause));
            return this;
        }
        closing = true;
        WorkerCrashedException crash = new WorkerCrashedException(failed.culprit(), cause);
        getContext().pipeToSelf(workbench.close(), (nothing, trouble) -> new Freed(crash));
        return this;
    }

    private static Throwable unwrapped(Throwable trouble) {
        return trouble instanceof CompletionException wrapped && wrapped.getCause() != null
                ? wrapped.getCause()
                : trouble;
    }

    private Behavior<Command> onFreed(Freed freed) {
        throw freed.crash();
    }

    private Behavior<Command> onStopped() {
        if (!closing) {
            workbench.close();
        }
        return this;
    }
}
