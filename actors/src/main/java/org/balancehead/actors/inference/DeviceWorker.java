package org.balancehead.actors.inference;

import java.time.Duration;
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
import org.jspecify.annotations.Nullable;

/**
 * Owns one workbench and its thread. Takes one piece of work at a time; fails when the work does, so that its
 * dispatcher starts a fresh one. All that it keeps is freed on the thread when it stops.
 */
final class DeviceWorker extends AbstractBehavior<DeviceWorker.Command> {
    sealed interface Command {}

    /** Sent only when the last piece is done. */
    record Run(Work work) implements Command {}

    /** Frees all that is kept for a session, after the work that runs. */
    record Forget(SessionId session) implements Command {}

    private record Opened(Optional<ServedModel> model) implements Command {}

    private record Ran(Work work, Outcome outcome, Duration took) implements Command {}

    private record Forgot() implements Command {}

    private record Failed(Throwable cause) implements Command {}

    /** What the dispatcher hears; may arrive after the worker's end. */
    sealed interface Report {
        ActorRef<Command> worker();
    }

    record Ready(ActorRef<Command> worker, Optional<ServedModel> model) implements Report {}

    record Finished(ActorRef<Command> worker, Work work, Outcome outcome, Duration took) implements Report {}

    private final WorkerThread thread;
    private final ActorRef<Report> dispatcher;

    static Behavior<Command> create(String name, Workbench.Opener opener, ActorRef<Report> dispatcher) {
        return Behaviors.setup(context -> {
            DeviceWorker worker = new DeviceWorker(context, new WorkerThread(name), dispatcher);
            context.pipeToSelf(
                    worker.thread.open(opener),
                    (model, trouble) -> trouble == null ? new Opened(model) : new Failed(trouble));
            return worker;
        });
    }

    private DeviceWorker(ActorContext<Command> context, WorkerThread thread, ActorRef<Report> dispatcher) {
        super(context);
        this.thread = thread;
        this.dispatcher = dispatcher;
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Run.class, this::onRun)
                .onMessage(Forget.class, this::onForget)
                .onMessage(Opened.class, this::onOpened)
                .onMessage(Ran.class, this::onRan)
                .onMessage(Forgot.class, forgot -> this)
                .onMessage(Failed.class, this::onFailed)
                .onSignal(PostStop.class, signal -> onStopped())
                .build();
    }

    private Behavior<Command> onOpened(Opened opened) {
        dispatcher.tell(new Ready(getContext().getSelf(), opened.model()));
        return this;
    }

    private Behavior<Command> onRun(Run run) {
        long began = System.nanoTime();
        getContext()
                .pipeToSelf(
                        thread.run(run.work()),
                        (outcome, trouble) -> trouble == null
                                ? new Ran(run.work(), outcome, Duration.ofNanos(System.nanoTime() - began))
                                : new Failed(trouble));
        return this;
    }

    private Behavior<Command> onRan(Ran ran) {
        dispatcher.tell(new Finished(getContext().getSelf(), ran.work(), ran.outcome(), ran.took()));
        return this;
    }

    private Behavior<Command> onForget(Forget forget) {
        getContext().pipeToSelf(thread.forget(forget.session()), DeviceWorker::forgot);
        return this;
    }

    private static Command forgot(@Nullable Void nothing, @Nullable Throwable trouble) {
        return trouble == null ? new Forgot() : new Failed(trouble);
    }

    private Behavior<Command> onFailed(Failed failed) {
        Throwable cause = failed.cause();
        throw new WorkerCrashedException(
                cause instanceof CompletionException && cause.getCause() != null ? cause.getCause() : cause);
    }

    private Behavior<Command> onStopped() {
        thread.close();
        return this;
    }
}
