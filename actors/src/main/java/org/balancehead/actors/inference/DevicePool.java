package org.balancehead.actors.inference;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
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
import org.apache.pekko.actor.typed.receptionist.Receptionist;
import org.balancehead.actors.metrics.DeviceLabel;
import org.balancehead.actors.metrics.LiveMetrics;

/**
 * The devices on which one model version is open, or faces are analysed, as one: finds them in their fleet, gives each
 * session a device at its first piece of work, and passes on what it asks.
 *
 * <p>A session stays on its device, where its avatar is, until that fails or another one has fewer sessions for its
 * speed; it continues there with what it saw last, and what it asks meanwhile is held. Each question is answered, even
 * when its device vanishes. A session whose own work made its device fail stays, so that it does no harm elsewhere.
 * When a device's dispatcher fails, its sessions begin anew. The pool takes work when every device has opened or was
 * given up, as long as one is ready; when the last is given up, all work is refused.
 */
public final class DevicePool extends AbstractBehavior<DevicePool.Command> {
    sealed interface Command permits DeviceRequest, Answered, DeviceTold, Found, JoiningOverdue {}

    /** What a device was asked came to that. */
    record Answered(long errand, Outcome outcome) implements Command {}

    private record DeviceTold(DeviceStatus status) implements Command {}

    private record Found(Set<ActorRef<DeviceOrder>> devices) implements Command {}

    private record JoiningOverdue(Duration limit) implements Command {}

    private final int tickets;
    private final ActorRef<DeviceStatus> statuses;
    private final LiveMetrics metrics;
    private final Map<DeviceLabel, PooledDevice> devices;
    private final Assignments assignments;
    private final Readiness readiness;
    private boolean closing;

    /**
     * The pool of a fleet, wherever its devices are.
     *
     * @param number of the version; 0 when they render nothing
     * @param expected those without which it is not ready, until they are given up
     */
    static Behavior<Command> create(
            int number,
            Fleet fleet,
            List<DeviceLabel> expected,
            InferenceSettings settings,
            ActorRef<PoolStatus> owner,
            LiveMetrics metrics) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            DevicePool pool = new DevicePool(context, number, expected, settings, owner, metrics);
            pool.devices.values().forEach(pool.assignments::tellHowItStands);
            timers.startSingleTimer(new JoiningOverdue(settings.loadDeadline()), settings.loadDeadline());
            ActorRef<Receptionist.Listing> listings = context.messageAdapter(
                    Receptionist.Listing.class, listing -> new Found(listing.getServiceInstances(fleet.key())));
            context.getSystem().receptionist().tell(Receptionist.subscribe(fleet.key(), listings));
            return pool;
        }));
    }

    private DevicePool(
            ActorContext<Command> context,
            int number,
            List<DeviceLabel> expected,
            InferenceSettings settings,
            ActorRef<PoolStatus> owner,
            LiveMetrics metrics) {
        super(context);
        this.tickets = settings.ticketsPerDevice();
        this.statuses = context.messageAdapter(DeviceStatus.class, DeviceTold::new);
        this.metrics = metrics;
        this.devices = new LinkedHashMap<>();
        this.assignments = new Assignments(context, devices.values(), metrics);
        this.readiness = new Readiness(number, devices.values(), owner);
        expected.forEach(label -> devices.put(label, new PooledDevice(label, tickets)));
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(DeviceRequest.Question.class, question -> then(() -> assignments.ask(question)))
                .onMessage(Answered.class, answer -> then(() -> assignments.answered(answer)))
                .onMessage(DeviceRequest.ForgetPerson.class, forget -> then(() -> assignments.forgetPerson(forget)))
                .onMessage(DeviceRequest.EndSession.class, end -> then(() -> assignments.endSession(end)))
                .onMessage(DeviceRequest.Close.class, close -> onClose())
                .onMessage(Found.class, this::onFound)
                .onMessage(JoiningOverdue.class, this::onJoiningOverdue)
                .onMessage(DeviceTold.class, this::onDeviceTold)
                .onSignal(ChildFailed.class, this::onDispatcherFailed)
                .onSignal(Terminated.class, this::onDispatcherEnded)
                .onSignal(PostStop.class, stopped -> onStopped())
                .build();
    }

    private Behavior<Command> then(Runnable reaction) {
        reaction.run();
        return this;
    }

    private Behavior<Command> onFound(Found found) {
        found.devices().forEach(device -> device.tell(new DeviceOrder.Join(statuses)));
        return this;
    }

    private Behavior<Command> onJoiningOverdue(JoiningOverdue overdue) {
        String reason =
                "It was not found within %d s.".formatted(overdue.limit().toSeconds());
        devices.values().stream()
                .filter(device -> !device.hasJoined())
                .toList()
                .forEach(device -> onGone(device, reason));
        return endWhenFree();
    }

    private Behavior<Command> onDeviceTold(DeviceTold told) {
        DeviceStatus status = told.status();
        if (status instanceof DeviceStatus.Joined joined) {
            onJoined(joined);
        } else {
            Optional.ofNullable(devices.get(status.device())).ifPresent(device -> onStatus(device, status));
        }
        return this;
    }

    private void onJoined(DeviceStatus.Joined joined) {
        getContext().watch(joined.orders());
        PooledDevice device = devices.computeIfAbsent(joined.device(), label -> new PooledDevice(label, tickets));
        device.joined(joined.orders());
        assignments.joined(device);
    }

    private void onStatus(PooledDevice device, DeviceStatus status) {
        if (status instanceof DeviceStatus.DeviceReady opened) {
            device.becameReady();
            assignments.tellHowItStands(device);
            readiness.opened(opened.model());
            assignments.balance();
        } else if (status instanceof DeviceStatus.DeviceDown down) {
            onDown(device, down.reason(), down.forGood());
        } else if (status instanceof DeviceStatus.ModelUnfit unfit) {
            readiness.unfit(unfit.reason());
        } else if (status instanceof DeviceStatus.JobFailed failed) {
            readiness.jobFailed(failed.reason());
        } else if (status instanceof DeviceStatus.Paced paced) {
            device.paced(paced);
            assignments.balance();
        } else if (status instanceof DeviceStatus.HandedOver handed) {
            assignments.handedOver(device, handed);
        }
    }

    private void onDown(PooledDevice device, String reason, boolean forGood) {
        device.failed(forGood);
        assignments.tellHowItStands(device);
        readiness.failed(reason);
        assignments.failed(device, forGood);
    }

    private Behavior<Command> onDispatcherFailed(ChildFailed failed) {
        getContext().getLog().error("A device's dispatcher failed", failed.cause());
        return onDispatcherEnded(failed);
    }

    private Behavior<Command> onDispatcherEnded(Terminated ended) {
        devices.values().stream()
                .filter(device -> device.isOrderedBy(ended.getRef()))
                .findFirst()
                .ifPresent(device -> onGone(device, "The device ended unexpectedly; the log says why."));
        return endWhenFree();
    }

    private void onGone(PooledDevice device, String reason) {
        if (!closing) {
            onDown(device, reason, true);
        }
        assignments.vanished(device);
        devices.remove(device.label());
        metrics.devices().deviceGone(device.label());
    }

    private Behavior<Command> onClose() {
        closing = true;
        assignments.close();
        devices.values().forEach(device -> device.tell(new DeviceRequest.Close()));
        return endWhenFree();
    }

    private Behavior<Command> endWhenFree() {
        return closing && devices.isEmpty() ? Behaviors.stopped() : this;
    }

    private Behavior<Command> onStopped() {
        assignments.stop();
        devices.values().forEach(device -> metrics.devices().deviceGone(device.label()));
        return this;
    }
}
