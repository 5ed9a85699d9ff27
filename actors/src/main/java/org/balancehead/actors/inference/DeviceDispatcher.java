package org.balancehead.actors.inference;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.ChildFailed;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.Terminated;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.balancehead.actors.SessionId;
import org.balancehead.actors.inference.Outcome.Refusal;
import org.balancehead.actors.metrics.DropReason;
import org.balancehead.actors.metrics.LiveMetrics;
import org.balancehead.actors.metrics.LiveMetrics.Step;
import org.jspecify.annotations.Nullable;

/**
 * Decides whose work runs next in each lane of one device, and keeps its worker alive.
 *
 * <p>The worker stops when it fails; a fresh one starts after a wait that doubles with each crash in a row. Sessions
 * notice by what is missing then. After too many crashes in a row the device is given up, and all work is refused; a
 * session whose own work keeps crashing it is refused before that, so that it costs no other. Whether the server is
 * ready without this device is its owner's to say.
 */
public final class DeviceDispatcher extends AbstractBehavior<DeviceDispatcher.Command> {
    public sealed interface Command {}

    /** Asks for a ticket; the outcome goes to the work's sender. */
    public record Submit(Work work) implements Command {}

    /** The session wants its person forgotten: its work is refused, what is kept of it is freed. */
    public record ForgetPerson(SessionId session) implements Command {}

    /** The session is over: its work is dropped, what is kept of it is freed; nobody is told. */
    public record EndSession(SessionId session) implements Command {}

    /** Refuses all work, and ends when the work that runs is done and everything is freed. */
    public record Close() implements Command {}

    private record Reported(DeviceWorker.Report report) implements Command {}

    private record RestartDue() implements Command {}

    private final String device;
    private final Set<Lane> lanes;
    private final Workbench.Maker maker;
    private final InferenceSettings settings;
    private final ActorRef<DeviceStatus> owner;
    private final LiveMetrics metrics;
    private final TimerScheduler<Command> timers;
    private final ActorRef<DeviceWorker.Report> reports;
    private final WorkQueue queue;
    private final RunningWork running = new RunningWork();
    private final Map<SessionId, Integer> crashesOf = new HashMap<>();
    private @Nullable ActorRef<DeviceWorker.Command> worker;
    private boolean ready;
    private int crashes;
    private boolean givenUp;
    private boolean closing;

    /** A dispatcher for a device that renders and inverts, in a lane each; ready when its model is warm. */
    public static Behavior<Command> ofModel(
            String device,
            ModelOpener model,
            InferenceSettings settings,
            ActorRef<DeviceStatus> owner,
            LiveMetrics metrics) {
        return create(
                device,
                HeadWorkbench.LANES,
                (name, failed) -> new HeadWorkbench(() -> WarmUp.of(model.open()), name, failed),
                settings,
                owner,
                metrics);
    }

    /** A dispatcher for a thread that analyses faces. */
    public static Behavior<Command> ofAnalyzer(
            String device,
            AnalyzerOpener analyzer,
            int cropSize,
            InferenceSettings settings,
            ActorRef<DeviceStatus> owner,
            LiveMetrics metrics) {
        return create(
                device,
                FaceWorkbench.LANES,
                (name, failed) -> new FaceWorkbench(analyzer, cropSize, name, failed),
                settings,
                owner,
                metrics);
    }

    static Behavior<Command> create(
            String device,
            Set<Lane> lanes,
            Workbench.Maker maker,
            InferenceSettings settings,
            ActorRef<DeviceStatus> owner,
            LiveMetrics metrics) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            DeviceDispatcher dispatcher =
                    new DeviceDispatcher(context, timers, device, lanes, maker, settings, owner, metrics);
            dispatcher.startWorker();
            return dispatcher;
        }));
    }

    private DeviceDispatcher(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            String device,
            Set<Lane> lanes,
            Workbench.Maker maker,
            InferenceSettings settings,
            ActorRef<DeviceStatus> owner,
            LiveMetrics metrics) {
        super(context);
        this.timers = timers;
        this.device = device;
        this.lanes = lanes;
        this.maker = maker;
        this.settings = settings;
        this.owner = owner;
        this.metrics = metrics;
        this.reports = context.messageAdapter(DeviceWorker.Report.class, Reported::new);
        this.queue = new WorkQueue(lanes, settings.ticketsPerDevice(), settings.patience());
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Submit.class, this::onSubmit)
                .onMessage(ForgetPerson.class, this::onForgetPerson)
                .onMessage(EndSession.class, this::onEndSession)
                .onMessage(Close.class, close -> onClose())
                .onMessage(Reported.class, this::onReported)
                .onMessage(RestartDue.class, due -> onRestartDue())
                .onSignal(ChildFailed.class, this::onWorkerFailed)
                .onSignal(Terminated.class, ended -> Behaviors.stopped()) // its worker, which was told to
                .onSignal(PostStop.class, stopped -> onStopped())
                .build();
    }

    private Behavior<Command> onSubmit(Submit submit) {
        Work work = submit.work();
        Optional<Refusal> refusal = refusalOf(work);
        if (refusal.isPresent()) {
            refuse(work, refusal.get());
        } else {
            runNext();
        }
        return this;
    }

    private Optional<Refusal> refusalOf(Work work) {
        if (givenUp || closing) {
            return Optional.of(Refusal.DEVICE_FAILED);
        }
        if (crashesOf.getOrDefault(work.session(), 0) >= settings.maxCrashesOfSession()) {
            return Optional.of(Refusal.SESSION_BANNED);
        }
        if (running.isBusyFor(work)) {
            return Optional.of(Refusal.BUSY);
        }
        return queue.offer(work, System.nanoTime());
    }

    private Behavior<Command> onForgetPerson(ForgetPerson forget) {
        queue.remove(forget.session()).forEach(work -> refuse(work, Refusal.FORGOTTEN));
        forget(forget.session(), RunningWork.Interest.FORGOTTEN);
        return this;
    }

    private Behavior<Command> onEndSession(EndSession end) {
        queue.end(end.session()).forEach(work -> metrics.dropped(DropReason.SESSION_GONE));
        crashesOf.remove(end.session());
        forget(end.session(), RunningWork.Interest.SESSION_OVER);
        return this;
    }

    private void forget(SessionId session, RunningWork.Interest interestInRunning) {
        running.loseInterest(session, interestInRunning);
        if (worker != null) {
            worker.tell(new DeviceWorker.Forget(session));
        }
        tellDepth();
    }

    private Behavior<Command> onClose() {
        closing = true;
        queue.drain().forEach(work -> refuse(work, Refusal.DEVICE_FAILED));
        tellDepth();
        if (worker == null) {
            return Behaviors.stopped();
        }
        worker.tell(new DeviceWorker.Close());
        return this;
    }

    private Behavior<Command> onStopped() {
        metrics.deviceGone(device);
        return this;
    }

    private Behavior<Command> onReported(Reported reported) {
        if (!reported.report().worker().equals(worker)) {
            return this;
        }
        if (reported.report() instanceof DeviceWorker.Ready opened) {
            ready = true;
            getContext().getLog().info("Device {}: opening → ready", device);
            owner.tell(new DeviceStatus.DeviceReady(device, opened.model()));
        } else if (reported.report() instanceof DeviceWorker.Finished finished) {
            onFinished(finished);
        }
        runNext();
        return this;
    }

    private void onFinished(DeviceWorker.Finished finished) {
        Work work = finished.work();
        metrics.took(stepOf(work), finished.took());
        crashes = 0;
        switch (running.end(work.lane()).interest()) {
            case WANTED -> {
                crashesOf.remove(work.session());
                work.replyTo().tell(finished.outcome());
            }
            case FORGOTTEN -> refuse(work, Refusal.FORGOTTEN);
            case SESSION_OVER -> metrics.dropped(DropReason.SESSION_GONE);
        }
    }

    private Behavior<Command> onWorkerFailed(ChildFailed failed) {
        worker = null;
        ready = false;
        crashes++;
        Optional<Work> culprit =
                failed.cause() instanceof WorkerCrashedException crash ? crash.culprit() : Optional.empty();
        running.endAll().forEach(piece -> answerCrash(piece, culprit));
        if (closing) {
            return Behaviors.stopped();
        }
        givenUp = crashes >= settings.maxCrashes();
        if (givenUp) {
            getContext().getLog().error("Device {}: failed → given up after {} crashes in a row", device, crashes);
            queue.drain().forEach(work -> refuse(work, Refusal.DEVICE_FAILED));
        } else {
            Duration wait = restartDelay();
            getContext().getLog().warn("Device {}: failed → restarts in {} ms", device, wait.toMillis());
            timers.startSingleTimer(new RestartDue(), wait);
        }
        owner.tell(new DeviceStatus.DeviceDown(
                device, String.valueOf(failed.cause().getMessage()), givenUp));
        return this;
    }

    /** Only the session whose own work crashed the worker is blamed for it. */
    private void answerCrash(RunningWork.Piece piece, Optional<Work> culprit) {
        if (piece.interest() == RunningWork.Interest.SESSION_OVER) {
            metrics.dropped(DropReason.SESSION_GONE);
            return;
        }
        if (culprit.filter(work -> work == piece.work()).isPresent()) {
            crashesOf.merge(piece.work().session(), 1, Integer::sum);
        }
        refuse(piece.work(), Refusal.WORKER_CRASHED);
    }

    private Duration restartDelay() {
        Duration doubled = settings.restartDelay().multipliedBy(1L << (crashes - 1));
        return doubled.compareTo(settings.maxRestartDelay()) < 0 ? doubled : settings.maxRestartDelay();
    }

    private Behavior<Command> onRestartDue() {
        startWorker();
        return this;
    }

    private void startWorker() {
        worker = getContext().spawnAnonymous(DeviceWorker.create("balancehead-" + device, maker, reports));
        getContext().watch(worker);
    }

    private void runNext() {
        ActorRef<DeviceWorker.Command> free = worker;
        if (ready && free != null) {
            lanes.stream()
                    .filter(running::isFree)
                    .forEach(lane -> queue.next(lane).ifPresent(ticket -> run(ticket, free)));
        }
        tellDepth();
    }

    private void run(WorkQueue.Ticket ticket, ActorRef<DeviceWorker.Command> on) {
        metrics.took(Step.QUEUE, Duration.ofNanos(System.nanoTime() - ticket.sinceNanos()));
        running.begin(ticket.work());
        on.tell(new DeviceWorker.Run(ticket.work()));
    }

    private void refuse(Work work, Refusal why) {
        switch (why) {
            case NO_TICKET, BUSY -> metrics.dropped(DropReason.NO_TICKET);
            case FORGOTTEN -> metrics.dropped(DropReason.PERSON_FORGOTTEN);
            case WORKER_CRASHED -> metrics.dropped(DropReason.WORKER_CRASHED);
            case SESSION_BANNED, DEVICE_FAILED -> metrics.dropped(DropReason.DEVICE_FAILED);
        }
        work.replyTo().tell(new Outcome.WorkRefused(why));
    }

    private void tellDepth() {
        lanes.forEach(lane -> metrics.waitingWork(device, lane, queue.depth(lane), settings.ticketsPerDevice()));
    }

    private static Step stepOf(Work work) {
        return switch (work.lane()) {
            case RENDERING -> Step.RENDER;
            case INVERTING -> Step.SLICE;
            case ANALYSING -> Step.ANALYSE;
        };
    }
}
