package org.balancehead.actors.inference;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.ChildFailed;
import org.apache.pekko.actor.typed.Terminated;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.actor.typed.receptionist.Receptionist;
import org.balancehead.actors.SessionId;
import org.balancehead.actors.inference.DeviceOrder.HandOver;
import org.balancehead.actors.inference.DeviceOrder.Join;
import org.balancehead.actors.inference.Outcome.Refusal;
import org.balancehead.actors.metrics.DeviceEvent;
import org.balancehead.actors.metrics.DeviceLabel;
import org.balancehead.actors.metrics.LiveMetrics;

/**
 * Decides whose work runs next in each lane of one device, and keeps its worker alive. Registers in its fleet, and
 * opens when a pool has found it there.
 *
 * <p>A worker stops when it fails, and is left behind when it does not come back from a piece of work; a fresh one
 * starts after a wait that doubles with each crash in a row, and shows again what sessions saw last. All work in hand
 * and waiting is refused then, so that sessions know. After too many crashes in a row, or too many workers that hang,
 * the device is given up: it refuses all work. A session whose own work keeps failing is refused before that, so that
 * it costs no other. Where sessions go when a device fails, and when they are moved, is its pool's to say.
 */
final class DeviceDispatcher extends AbstractBehavior<DeviceDispatcher.Command> {
    sealed interface Command permits DeviceOrder, PoolGone, Reported, RestartDue, Overdue {}

    private record PoolGone() implements Command {}

    private record Reported(DeviceWorker.Report report) implements Command {}

    private record RestartDue() implements Command {}

    /** The worker has not come back in time from a piece of work, or from opening. */
    record Overdue(Optional<Work> work, String why) implements Command {}

    private final DeviceLabel device;
    private final TimerScheduler<Command> timers;
    private final Workers workers;
    private final DeviceMeter meter;
    private final Schedule schedule;
    private final Recovery recovery;
    private final DeviceSessions sessions = new DeviceSessions();
    private final Departures departures;
    private final Pace pace;

    /** Hears nothing until it has joined. */
    private ActorRef<DeviceStatus> pool;

    private boolean joined;
    private boolean closing;

    static Behavior<DeviceOrder> create(DeviceSpec spec, Fleet fleet, InferenceSettings settings, LiveMetrics metrics) {
        return Behaviors.<Command>setup(context -> Behaviors.withTimers(timers -> {
                    DeviceDispatcher dispatcher = new DeviceDispatcher(context, timers, spec, settings, metrics);
                    context.getSystem()
                            .receptionist()
                            .tell(Receptionist.register(
                                    fleet.key(), context.getSelf().narrow()));
                    return dispatcher;
                }))
                .narrow();
    }

    private DeviceDispatcher(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            DeviceSpec spec,
            InferenceSettings settings,
            LiveMetrics metrics) {
        super(context);
        this.timers = timers;
        this.device = spec.label();
        this.pool = context.getSystem().ignoreRef();
        this.workers = new Workers(
                "balancehead-" + device,
                spec.maker(),
                context.messageAdapter(DeviceWorker.Report.class, Reported::new),
                new Deadlines(timers, spec.lanes(), settings));
        this.meter = new DeviceMeter(device, spec.lanes(), settings.ticketsPerDevice(), metrics);
        this.schedule = new Schedule(spec.lanes(), spec.viewsTogether(), settings, meter);
        this.pace = new Pace(device, System.nanoTime());
        this.recovery = new Recovery(device, settings.recovery(), meter, context.getLog());
        this.departures = new Departures(schedule, sessions, recovery, workers);
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Join.class, this::onJoin)
                .onMessage(DeviceRequest.Submit.class, this::onSubmit)
                .onMessage(DeviceRequest.ShowAvatar.class, this::onShowAvatar)
                .onMessage(DeviceRequest.CopyShown.class, this::onCopyShown)
                .onMessage(DeviceRequest.ForgetPerson.class, this::onForgetPerson)
                .onMessage(DeviceRequest.EndSession.class, this::onEndSession)
                .onMessage(DeviceRequest.Close.class, close -> onClose())
                .onMessage(HandOver.class, this::onHandOver)
                .onMessage(PoolGone.class, gone -> onClose())
                .onMessage(Reported.class, this::onReported)
                .onMessage(RestartDue.class, due -> onRestartDue())
                .onMessage(Overdue.class, this::onOverdue)
                .onSignal(ChildFailed.class, this::onWorkerFailed)
                .onSignal(Terminated.class, this::onWorkerEnded)
                .build();
    }

    private Behavior<Command> onJoin(Join join) {
        if (!joined) {
            joined = true;
            pool = join.pool();
            getContext().watchWith(pool, new PoolGone());
            pool.tell(new DeviceStatus.Joined(device, getContext().getSelf().narrow()));
            workers.start(getContext());
        }
        return this;
    }

    private Behavior<Command> onSubmit(DeviceRequest.Submit submit) {
        Work work = submit.work();
        Optional<Refusal> refusal = refusal(work.session());
        if (refusal.isPresent()) {
            schedule.refuse(work, refusal.get());
        } else {
            schedule.add(work, System.nanoTime());
            runNext();
        }
        return this;
    }

    private Optional<Refusal> refusal(SessionId session) {
        return closing ? Optional.of(Refusal.DEVICE_RESTARTS) : recovery.refusal(session);
    }

    private Behavior<Command> onShowAvatar(DeviceRequest.ShowAvatar show) {
        Optional<Refusal> refusal = refusal(show.session());
        if (refusal.isPresent()) {
            show.decline(refusal.get());
        } else {
            sessions.take(show);
            if (workers.isReady()) {
                workers.tell(new DeviceWorker.Show(show.session(), show.avatar()));
            }
        }
        return this;
    }

    private Behavior<Command> onCopyShown(DeviceRequest.CopyShown copy) {
        copy.replyTo().tell(new Outcome.ShownCopy(sessions.copy(copy.session())));
        return this;
    }

    private Behavior<Command> onHandOver(HandOver order) {
        pool.tell(new DeviceStatus.HandedOver(device, order.sessions(), departures.handOver(order.sessions())));
        return this;
    }

    private Behavior<Command> onForgetPerson(DeviceRequest.ForgetPerson forget) {
        departures.forgetPerson(forget.session());
        return this;
    }

    private Behavior<Command> onEndSession(DeviceRequest.EndSession end) {
        departures.end(end.session());
        return this;
    }

    private Behavior<Command> onClose() {
        closing = true;
        schedule.refuseWaiting(Refusal.DEVICE_RESTARTS);
        workers.tell(new DeviceWorker.Close());
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
        if (reported.report() instanceof DeviceWorker.Ready ready) {
            onOpened(ready);
        } else if (reported.report() instanceof DeviceWorker.Unfit unfit) {
            return onUnfit(unfit);
        } else if (reported.report() instanceof DeviceWorker.Finished finished) {
            onFinished(finished);
        } else if (reported.report() instanceof DeviceWorker.Showed showed) {
            onShowed(showed);
        }
        runNext();
        return this;
    }

    private void onOpened(DeviceWorker.Ready ready) {
        workers.opened(ready.opened().took());
        sessions.showAll(ready.worker());
        getContext().getLog().info("Device {}: opening → ready", device);
        pool.tell(new DeviceStatus.DeviceReady(device, ready.opened().model()));
    }

    private void onFinished(DeviceWorker.Finished finished) {
        List<Work> together = finished.together();
        Lane lane = together.get(0).lane();
        workers.did(lane, finished.took());
        if (lane == Lane.RENDERING) {
            pace.took(finished.took(), together.size(), System.nanoTime()).ifPresent(pool::tell);
        }
        List<RunningWork.Interest> interests = schedule.end(lane, finished.took());
        for (int i = 0; i < together.size(); i++) {
            if (interests.get(i) == RunningWork.Interest.WANTED) {
                onDone(together.get(i), finished.done().get(i));
            }
        }
    }

    private void onDone(Work work, Workbench.Done done) {
        done.failure().ifPresentOrElse(why -> jobFailed(work.session(), why), () -> recovery.succeeded(work.session()));
        if (work.lane() == Lane.INVERTING) {
            sessions.sliced(work.session(), done);
        }
        schedule.answer(work, done.outcome());
    }

    /** A session whose avatar cannot be shown hears so when it asks for a view, and makes it again. */
    private void onShowed(DeviceWorker.Showed showed) {
        SessionId session = showed.show().session();
        showed.done().failure().ifPresent(why -> jobFailed(session, why));
        sessions.showed(session, showed.show().avatar(), showed.done().outcome());
    }

    private void jobFailed(SessionId session, String why) {
        recovery.jobFailed(session, why);
        pool.tell(new DeviceStatus.JobFailed(device, why));
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
        return onWorkerLost(overdue.work(), overdue.why());
    }

    private Behavior<Command> onWorkerLost(Optional<Work> culprit, String why) {
        Optional<SessionId> blamed = schedule.refuseRunning(culprit);
        sessions.workerLost();
        if (closing) {
            return endWhenFree();
        }
        Optional<Duration> wait = recovery.workerLost(blamed, workers.abandoned(), why);
        schedule.refuseWaiting(Refusal.DEVICE_RESTARTS);
        wait.ifPresent(delay -> timers.startSingleTimer(RestartDue.class, new RestartDue(), delay));
        pool.tell(new DeviceStatus.DeviceDown(device, why, wait.isEmpty()));
        return this;
    }

    private Behavior<Command> onUnfit(DeviceWorker.Unfit unfit) {
        workers.ended(unfit.worker());
        if (!workers.wereReady()) {
            recovery.giveUp();
            pool.tell(new DeviceStatus.ModelUnfit(device, unfit.reason()));
        }
        return onWorkerLost(Optional.empty(), unfit.reason());
    }

    private Behavior<Command> onRestartDue() {
        if (!closing) {
            meter.happened(DeviceEvent.RESTART);
            workers.start(getContext());
        }
        return this;
    }

    private void runNext() {
        if (workers.isReady()) {
            schedule.begin(System.nanoTime()).forEach(workers::run);
        }
    }
}
