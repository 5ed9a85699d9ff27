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
import org.balancehead.actors.metrics.DeviceEvent;
import org.balancehead.actors.metrics.LiveMetrics;

/**
 * Decides whose work runs next in each lane of one device, and keeps its worker alive.
 *
 * <p>A worker stops when it fails, and is left behind when it does not come back from a piece of work; a fresh one
 * starts after a wait that doubles with each crash in a row, and shows again what sessions saw last. All work in hand
 * and waiting is refused then, so that sessions know. After too many crashes in a row, or too many workers that hang,
 * the device is given up, and all work is refused; a session whose own work keeps failing is refused before that, so
 * that it costs no other. Whether the server is ready without this device is its owner's to say.
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

    /** The worker has not come back in time from a piece of work, or from opening. */
    private record Overdue(Optional<Work> work, Duration limit) implements Command {}

    /** Key of the timer that runs while the worker opens; each lane is the key of the one for its work. */
    private static final String OPENING = "opening";

    private final String device;
    private final Set<Lane> lanes;
    private final InferenceSettings settings;
    private final ActorRef<DeviceStatus> owner;
    private final TimerScheduler<Command> timers;
    private final Workers workers;
    private final Schedule schedule;
    private final HangLimits limits;
    private final CrashRecord crashes;
    private final DeviceMeter meter;

    /** What each session saw last, one a session. */
    private final Map<SessionId, KeptAvatar> kept = new HashMap<>();

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
                (name, kept, failed) ->
                        new HeadWorkbench(() -> WarmUp.of(model.open()), settings.memoryBudget(), name, kept, failed),
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
                (name, kept, failed) -> new FaceWorkbench(analyzer, cropSize, name, failed),
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
            ActorRef<DeviceWorker.Report> reports = context.messageAdapter(DeviceWorker.Report.class, Reported::new);
            Workers workers = new Workers("balancehead-" + device, maker, reports);
            DeviceDispatcher dispatcher =
                    new DeviceDispatcher(context, timers, device, lanes, workers, settings, owner, metrics);
            dispatcher.startWorker();
            return dispatcher;
        }));
    }

    private DeviceDispatcher(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            String device,
            Set<Lane> lanes,
            Workers workers,
            InferenceSettings settings,
            ActorRef<DeviceStatus> owner,
            LiveMetrics metrics) {
        super(context);
        this.timers = timers;
        this.device = device;
        this.lanes = lanes;
        this.workers = workers;
        this.settings = settings;
        this.owner = owner;
        this.limits = new HangLimits(
                settings.recovery().leastHangTime(), settings.recovery().mostHangTime());
        this.crashes = new CrashRecord(settings.recovery());
        this.meter = new DeviceMeter(device, lanes, settings.ticketsPerDevice(), metrics);
        this.schedule = new Schedule(lanes, settings, meter);
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
                .onMessage(Overdue.class, this::onOverdue)
                .onSignal(ChildFailed.class, this::onWorkerFailed)
                .onSignal(Terminated.class, this::onWorkerEnded)
                .onSignal(PostStop.class, stopped -> onStopped())
                .build();
    }

    private Behavior<Command> onSubmit(Submit submit) {
        Work work = submit.work();
        long now = System.nanoTime();
        if (givenUp || closing) {
            schedule.refuse(work, Refusal.DEVICE_FAILED);
        } else if (crashes.banned(work.session(), now)) {
            schedule.refuse(work, Refusal.SESSION_BANNED);
        } else {
            schedule.add(work, now);
            runNext();
        }
        return this;
    }

    private Behavior<Command> onForgetPerson(ForgetPerson forget) {
        schedule.forgetPerson(forget.session());
        free(forget.session());
        return this;
    }

    private Behavior<Command> onEndSession(EndSession end) {
        schedule.endSession(end.session());
        crashes.forget(end.session());
        free(end.session());
        return this;
    }

    private void free(SessionId session) {
        kept.remove(session);
        workers.current().ifPresent(worker -> worker.tell(new DeviceWorker.Forget(session)));
    }

    private Behavior<Command> onClose() {
        closing = true;
        schedule.refuseWaiting(Refusal.DEVICE_FAILED);
        workers.current().ifPresent(worker -> worker.tell(new DeviceWorker.Close()));
        return endWhenFree();
    }

    /** What hangs may come back yet, and its memory is taken until then. */
    private Behavior<Command> endWhenFree() {
        return closing && workers.none() ? Behaviors.stopped() : this;
    }

    private Behavior<Command> onStopped() {
        meter.gone();
        return this;
    }

    private Behavior<Command> onReported(Reported reported) {
        if (!workers.isCurrent(reported.report().worker())) {
            return this; // of one that failed or was left behind
        }
        if (reported.report() instanceof DeviceWorker.Ready opened) {
            onOpened(opened);
        } else if (reported.report() instanceof DeviceWorker.Finished finished) {
            onFinished(finished);
        }
        runNext();
        return this;
    }

    private void onOpened(DeviceWorker.Ready opened) {
        timers.cancel(OPENING);
        workers.opened();
        getContext().getLog().info("Device {}: opening → ready", device);
        owner.tell(new DeviceStatus.DeviceReady(device, opened.model()));
    }

    private void onFinished(DeviceWorker.Finished finished) {
        Work work = finished.work();
        timers.cancel(work.lane());
        limits.took(work.lane(), finished.took());
        RunningWork.Interest interest = schedule.end(work, finished.took());
        if (interest == RunningWork.Interest.WANTED) {
            count(finished);
            finished.done().published().ifPresent(avatar -> kept.put(work.session(), avatar));
            work.replyTo().tell(finished.done().outcome());
        }
    }

    private void count(DeviceWorker.Finished finished) {
        SessionId session = finished.work().session();
        if (finished.done().failure().isPresent()) {
            getContext()
                    .getLog()
                    .warn("Device {}: {}", device, finished.done().failure().get());
            meter.happened(DeviceEvent.JOB_FAILURE);
            crashes.strike(session, System.nanoTime());
        } else {
            crashes.succeeded(session);
        }
    }

    private Behavior<Command> onWorkerFailed(ChildFailed failed) {
        if (!workers.isCurrent(failed.getRef())) {
            return onWorkerEnded(failed);
        }
        workers.ended(failed.getRef());
        meter.happened(DeviceEvent.CRASH);
        Optional<Work> culprit =
                failed.cause() instanceof WorkerCrashedException crash ? crash.culprit() : Optional.empty();
        return onWorkerLost(culprit, String.valueOf(failed.cause().getMessage()));
    }

    private Behavior<Command> onWorkerEnded(Terminated ended) {
        workers.ended(ended.getRef());
        return endWhenFree();
    }

    private Behavior<Command> onOverdue(Overdue overdue) {
        workers.abandon();
        meter.happened(DeviceEvent.HANG);
        String sentence = overdue.work().isPresent()
                ? "A piece of work did not come back within %d ms."
                        .formatted(overdue.limit().toMillis())
                : "It was not ready within %d s.".formatted(overdue.limit().toSeconds());
        return onWorkerLost(overdue.work(), sentence);
    }

    private Behavior<Command> onWorkerLost(Optional<Work> culprit, String sentence) {
        lanes.forEach(timers::cancel);
        timers.cancel(OPENING);
        Optional<SessionId> blamed = schedule.refuseRunning(culprit);
        crashes.crashed(blamed.orElse(null), System.nanoTime());
        if (closing) {
            return endWhenFree();
        }
        givenUp = crashes.tooMany() || workers.abandoned() > settings.recovery().maxHung();
        schedule.refuseWaiting(givenUp ? Refusal.DEVICE_FAILED : Refusal.DEVICE_RESTARTS);
        if (givenUp) {
            meter.happened(DeviceEvent.GIVEN_UP);
            getContext()
                    .getLog()
                    .error(
                            "Device {}: failed → given up after {} crashes in a row, {} workers hang: {}",
                            device,
                            crashes.crashesInARow(),
                            workers.abandoned(),
                            sentence);
        } else {
            Duration wait = crashes.restartDelay();
            getContext().getLog().warn("Device {}: failed → restarts in {} ms: {}", device, wait.toMillis(), sentence);
            timers.startSingleTimer(RestartDue.class, new RestartDue(), wait);
        }
        owner.tell(new DeviceStatus.DeviceDown(device, sentence, givenUp));
        return this;
    }

    private Behavior<Command> onRestartDue() {
        if (!closing) {
            meter.happened(DeviceEvent.RESTART);
            startWorker();
        }
        return this;
    }

    private void startWorker() {
        workers.start(getContext(), kept);
        Duration limit = settings.loadDeadline();
        timers.startSingleTimer(OPENING, new Overdue(Optional.empty(), limit), limit);
    }

    private void runNext() {
        workers.ready().ifPresent(worker -> schedule.begin(System.nanoTime()).forEach(work -> run(work, worker)));
    }

    private void run(Work work, ActorRef<DeviceWorker.Command> on) {
        Duration limit = limits.of(work.lane());
        timers.startSingleTimer(work.lane(), new Overdue(Optional.of(work), limit), limit);
        on.tell(new DeviceWorker.Run(work));
    }
}
