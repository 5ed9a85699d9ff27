package org.balancehead.actors.inference;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.ChildFailed;
import org.apache.pekko.actor.typed.Terminated;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.balancehead.actors.SessionId;
import org.balancehead.actors.inference.Outcome.Refusal;
import org.balancehead.actors.metrics.DeviceEvent;
import org.balancehead.actors.metrics.DeviceLabel;
import org.balancehead.actors.metrics.LiveMetrics;

/**
 * Decides whose work runs next in each lane of one device, and keeps its worker alive.
 *
 * <p>A worker stops when it fails, and is left behind when it does not come back from a piece of work; a fresh one
 * starts after a wait that doubles with each crash in a row, and shows again what sessions saw last. All work in hand
 * and waiting is refused then, so that sessions know. After too many crashes in a row, or too many workers that hang,
 * the device is given up: it refuses all work, and hands over what its sessions saw last. A session whose own work
 * keeps failing is refused before that, so that it costs no other. What a device given up means for sessions is its
 * pool's to say.
 */
final class DeviceDispatcher extends AbstractBehavior<DeviceDispatcher.Command> {
    sealed interface Command permits DeviceRequest, Adopt, HandOver, Reported, RestartDue, Overdue {}

    /** The session continues here, and saw this last on another device. */
    record Adopt(SessionId session, KeptAvatar avatar) implements Command {}

    /** It was given up: tell what its sessions saw last, and keep nothing of them. */
    record HandOver() implements Command {}

    private record Reported(DeviceWorker.Report report) implements Command {}

    private record RestartDue() implements Command {}

    /** The worker has not come back in time from a piece of work, or from opening. */
    record Overdue(Optional<Work> work, Duration limit) implements Command {}

    private final DeviceLabel device;
    private final InferenceSettings settings;
    private final ActorRef<DeviceStatus> pool;
    private final TimerScheduler<Command> timers;
    private final Workers workers;
    private final Schedule schedule;
    private final Deadlines deadlines;
    private final CrashRecord crashes;
    private final DeviceMeter meter;

    /** What each session saw last, one a session. */
    private final Map<SessionId, KeptAvatar> kept = new HashMap<>();

    private boolean givenUp;
    private boolean closing;

    static Behavior<Command> create(
            DeviceLabel device,
            Set<Lane> lanes,
            Workbench.Maker maker,
            InferenceSettings settings,
            ActorRef<DeviceStatus> pool,
            LiveMetrics metrics) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            ActorRef<DeviceWorker.Report> reports = context.messageAdapter(DeviceWorker.Report.class, Reported::new);
            Workers workers = new Workers("balancehead-" + device, maker, reports);
            DeviceDispatcher dispatcher =
                    new DeviceDispatcher(context, timers, device, lanes, workers, settings, pool, metrics);
            dispatcher.startWorker();
            return dispatcher;
        }));
    }

    private DeviceDispatcher(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            DeviceLabel device,
            Set<Lane> lanes,
            Workers workers,
            InferenceSettings settings,
            ActorRef<DeviceStatus> pool,
            LiveMetrics metrics) {
        super(context);
        this.timers = timers;
        this.device = device;
        this.workers = workers;
        this.settings = settings;
        this.pool = pool;
        this.deadlines = new Deadlines(timers, lanes, settings);
        this.crashes = new CrashRecord(settings.recovery());
        this.meter = new DeviceMeter(device, lanes, settings.ticketsPerDevice(), metrics);
        this.schedule = new Schedule(lanes, settings, meter);
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(DeviceRequest.Submit.class, this::onSubmit)
                .onMessage(DeviceRequest.CopyShown.class, this::onCopyShown)
                .onMessage(DeviceRequest.ForgetPerson.class, this::onForgetPerson)
                .onMessage(DeviceRequest.EndSession.class, this::onEndSession)
                .onMessage(DeviceRequest.Close.class, close -> onClose())
                .onMessage(Adopt.class, this::onAdopt)
                .onMessage(HandOver.class, handOver -> onHandOver())
                .onMessage(Reported.class, this::onReported)
                .onMessage(RestartDue.class, due -> onRestartDue())
                .onMessage(Overdue.class, this::onOverdue)
                .onSignal(ChildFailed.class, this::onWorkerFailed)
                .onSignal(Terminated.class, this::onWorkerEnded)
                .build();
    }

    private Behavior<Command> onSubmit(DeviceRequest.Submit submit) {
        Work work = submit.work();
        long now = System.nanoTime();
        if (givenUp || closing) {
            schedule.refuse(work, Refusal.DEVICE_RESTARTS);
        } else if (crashes.banned(work.session(), now)) {
            schedule.refuse(work, Refusal.SESSION_BANNED);
        } else {
            schedule.add(work, now);
            runNext();
        }
        return this;
    }

    private Behavior<Command> onCopyShown(DeviceRequest.CopyShown copy) {
        Optional<KeptAvatar> shown = Optional.ofNullable(kept.get(copy.session()));
        copy.replyTo().tell(new DeviceRequest.ShownCopy(shown.map(KeptAvatar::copy)));
        return this;
    }

    private Behavior<Command> onForgetPerson(DeviceRequest.ForgetPerson forget) {
        schedule.forgetPerson(forget.session());
        free(forget.session());
        return this;
    }

    private Behavior<Command> onEndSession(DeviceRequest.EndSession end) {
        schedule.endSession(end.session());
        crashes.forget(end.session());
        free(end.session());
        return this;
    }

    private void free(SessionId session) {
        kept.remove(session);
        workers.current().ifPresent(worker -> worker.tell(new DeviceWorker.Forget(session)));
    }

    private Behavior<Command> onAdopt(Adopt adopt) {
        kept.put(adopt.session(), adopt.avatar());
        workers.ready().ifPresent(worker -> worker.tell(new DeviceWorker.Show(adopt.session(), adopt.avatar())));
        return this;
    }

    private Behavior<Command> onHandOver() {
        pool.tell(new DeviceStatus.HandedOver(device, kept));
        kept.clear();
        return this;
    }

    private Behavior<Command> onClose() {
        closing = true;
        schedule.refuseWaiting(Refusal.DEVICE_RESTARTS);
        workers.current().ifPresent(worker -> worker.tell(new DeviceWorker.Close()));
        return endWhenFree();
    }

    /** What hangs may come back yet, and its memory is taken until then. */
    private Behavior<Command> endWhenFree() {
        return closing && workers.none() ? Behaviors.stopped() : this;
    }

    private Behavior<Command> onReported(Reported reported) {
        if (!workers.isCurrent(reported.report().worker())) {
            return this; // of one that failed or was left behind
        }
        if (reported.report() instanceof DeviceWorker.Ready opened) {
            onOpened(opened);
        } else if (reported.report() instanceof DeviceWorker.Finished finished) {
            onFinished(finished);
        } else if (reported.report() instanceof DeviceWorker.NotShown not) {
            onNotShown(not);
        }
        runNext();
        return this;
    }

    private void onOpened(DeviceWorker.Ready opened) {
        deadlines.opened();
        workers.opened();
        kept.forEach((session, avatar) -> opened.worker().tell(new DeviceWorker.Show(session, avatar)));
        getContext().getLog().info("Device {}: opening → ready", device);
        pool.tell(new DeviceStatus.DeviceReady(device, opened.model()));
    }

    private void onFinished(DeviceWorker.Finished finished) {
        Work work = finished.work();
        deadlines.ended(work, finished.took());
        RunningWork.Interest interest = schedule.end(work, finished.took());
        if (interest == RunningWork.Interest.WANTED) {
            count(finished);
            finished.done().published().ifPresent(avatar -> kept.put(work.session(), avatar));
            work.replyTo().tell(finished.done().outcome());
        }
    }

    /** The session is told that its avatar is missing, and makes it again. */
    private void onNotShown(DeviceWorker.NotShown not) {
        kept.remove(not.session());
        jobFailed(not.session(), not.sentence());
    }

    private void count(DeviceWorker.Finished finished) {
        SessionId session = finished.work().session();
        finished.done()
                .failure()
                .ifPresentOrElse(sentence -> jobFailed(session, sentence), () -> crashes.succeeded(session));
    }

    private void jobFailed(SessionId session, String sentence) {
        getContext().getLog().warn("Device {}: {}", device, sentence);
        meter.happened(DeviceEvent.JOB_FAILURE);
        crashes.strike(session, System.nanoTime());
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
        deadlines.cancel();
        Optional<SessionId> blamed = schedule.refuseRunning(culprit);
        crashes.crashed(blamed.orElse(null), System.nanoTime());
        if (closing) {
            return endWhenFree();
        }
        givenUp = crashes.tooMany() || workers.abandoned() > settings.recovery().maxHung();
        schedule.refuseWaiting(Refusal.DEVICE_RESTARTS);
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
        pool.tell(new DeviceStatus.DeviceDown(device, sentence, givenUp));
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
        workers.start(getContext());
        deadlines.opening();
    }

    private void runNext() {
        workers.ready().ifPresent(worker -> schedule.begin(System.nanoTime()).forEach(work -> run(work, worker)));
    }

    private void run(Work work, ActorRef<DeviceWorker.Command> on) {
        deadlines.begun(work);
        on.tell(new DeviceWorker.Run(work));
    }
}
