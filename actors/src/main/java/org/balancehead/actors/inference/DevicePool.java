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
import org.balancehead.actors.SessionId;
import org.balancehead.actors.inference.DeviceStatus.Luggage;
import org.balancehead.actors.inference.Outcome.Refusal;
import org.balancehead.actors.metrics.DeviceLabel;
import org.balancehead.actors.metrics.LiveMetrics;

/**
 * The devices on which one model version is open, or faces are analysed, as one: finds them in their fleet, gives each
 * session a device at its first piece of work, and passes on what it asks.
 *
 * <p>A session stays on its device, where its avatar is, until that fails or another one has fewer sessions for its
 * speed; it continues there with what it saw last, and what it asks meanwhile is held. A session whose own work made
 * its device fail stays, so that it does no harm elsewhere. When a device's dispatcher fails, its sessions begin anew.
 * The pool takes work when every device has opened or was given up, as long as one is ready; when the last is given up,
 * all work is refused.
 */
public final class DevicePool extends AbstractBehavior<DevicePool.Command> {
    sealed interface Command permits DeviceRequest, DeviceTold, Found, JoiningOverdue {}

    private record DeviceTold(DeviceStatus status) implements Command {}

    private record Found(Set<ActorRef<DeviceOrder>> devices) implements Command {}

    private record JoiningOverdue(Duration limit) implements Command {}

    private final int tickets;
    private final ActorRef<DeviceStatus> statuses;
    private final LiveMetrics metrics;
    private final Map<DeviceLabel, PooledDevice> devices;
    private final Seating seating;
    private final Relocations relocations = new Relocations();
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
            pool.devices.values().forEach(pool::tellHowItStands);
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
        this.seating = new Seating(devices.values());
        this.readiness = new Readiness(number, devices.values(), owner);
        expected.forEach(label -> devices.put(label, new PooledDevice(label, tickets)));
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(DeviceRequest.Question.class, this::onQuestion)
                .onMessage(DeviceRequest.ForgetPerson.class, this::onForgetPerson)
                .onMessage(DeviceRequest.EndSession.class, this::onEndSession)
                .onMessage(DeviceRequest.Close.class, close -> onClose())
                .onMessage(Found.class, this::onFound)
                .onMessage(JoiningOverdue.class, this::onJoiningOverdue)
                .onMessage(DeviceTold.class, this::onDeviceTold)
                .onSignal(ChildFailed.class, this::onDispatcherFailed)
                .onSignal(Terminated.class, this::onDispatcherEnded)
                .onSignal(PostStop.class, stopped -> onStopped())
                .build();
    }

    private Behavior<Command> onQuestion(DeviceRequest.Question question) {
        SessionId session = question.session();
        if (relocations.has(session)) {
            relocations.hold(question);
            return this;
        }
        Optional<PooledDevice> device = seating.of(session).or(() -> seat(session));
        if (device.filter(PooledDevice::mayTakeWork).isPresent() && !closing) {
            device.get().ask(question);
        } else {
            decline(question);
        }
        return this;
    }

    private void decline(DeviceRequest.Question question) {
        Refusal why = closing || readiness.lastIsGone() ? Refusal.DEVICE_FAILED : Refusal.DEVICE_RESTARTS;
        metrics.work().dropped(why.countsAs());
        question.decline(why);
    }

    private Optional<PooledDevice> seat(SessionId session) {
        Optional<PooledDevice> device = seating.seat(session);
        device.ifPresent(this::tellHowItStands);
        return device;
    }

    private Behavior<Command> onForgetPerson(DeviceRequest.ForgetPerson forget) {
        relocations.forgetPerson(forget.session());
        seating.of(forget.session()).ifPresent(device -> device.tell(forget));
        return this;
    }

    private Behavior<Command> onEndSession(DeviceRequest.EndSession end) {
        relocations.end(end.session());
        seating.end(end.session()).ifPresent(device -> {
            device.tell(end);
            tellHowItStands(device);
        });
        balance();
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
        devices.computeIfAbsent(joined.device(), label -> new PooledDevice(label, tickets))
                .joined(joined.orders());
    }

    private void onStatus(PooledDevice device, DeviceStatus status) {
        if (status instanceof DeviceStatus.DeviceReady opened) {
            device.becameReady();
            tellHowItStands(device);
            readiness.opened(opened.model());
            balance();
        } else if (status instanceof DeviceStatus.DeviceDown down) {
            onDown(device, down.reason(), down.forGood());
        } else if (status instanceof DeviceStatus.Paced paced) {
            device.paced(paced.perView());
            balance();
        } else if (status instanceof DeviceStatus.HandedOver handed) {
            onHandedOver(device, handed);
        }
    }

    private void onDown(PooledDevice device, String reason, boolean forGood) {
        device.failed(forGood);
        tellHowItStands(device);
        readiness.failed(reason);
        if (devices.values().stream().anyMatch(other -> forGood ? other.mayTakeWork() : other.isReady())) {
            handOver(device, device.sessions());
        }
    }

    private void handOver(PooledDevice device, List<SessionId> sessions) {
        List<SessionId> leaving =
                sessions.stream().filter(session -> !relocations.has(session)).toList();
        if (!leaving.isEmpty()) {
            leaving.forEach(session -> relocations.begin(session, device));
            device.tell(new DeviceOrder.HandOver(Set.copyOf(leaving)));
        }
    }

    private void onHandedOver(PooledDevice device, DeviceStatus.HandedOver handed) {
        for (SessionId session : handed.asked()) {
            Luggage luggage = handed.left().get(session);
            if (luggage != null) {
                arrive(session, device, luggage);
            } else {
                stay(session, device);
            }
        }
        tellHowItStands(device);
    }

    private void stay(SessionId session, PooledDevice on) {
        relocations.arrive(session, Luggage.NONE).ifPresent(arrival -> {
            on.sendBack(session);
            arrival.questions().forEach(on::ask);
        });
    }

    /** It continues elsewhere, with its avatar if it saw one; if nothing is left, nowhere. */
    private void arrive(SessionId session, PooledDevice from, Luggage luggage) {
        relocations.arrive(session, luggage).ifPresent(arrival -> {
            Optional<PooledDevice> to = seat(session).or(() -> Optional.of(from).filter(PooledDevice::mayTakeWork));
            if (to.isPresent() && !closing) {
                arrival.avatar()
                        .ifPresent(avatar -> to.get()
                                .tell(new DeviceRequest.ShowAvatar(
                                        session,
                                        avatar,
                                        getContext().getSystem().ignoreRef())));
                arrival.questions().forEach(to.get()::ask);
                getContext()
                        .getLog()
                        .info(
                                "Session {}: device {} → {}",
                                session,
                                from.label(),
                                to.get().label());
            } else {
                arrival.questions().forEach(this::decline);
            }
        });
    }

    /** Moves one session if that makes the devices more equal. */
    private void balance() {
        if (!closing && relocations.none()) {
            seating.shift()
                    .ifPresent(shift -> shift.from().sessions().stream()
                            .findFirst()
                            .ifPresent(session -> handOver(shift.from(), List.of(session))));
        }
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
            relocations.from(device).forEach(session -> arrive(session, device, Luggage.NONE));
        }
        devices.remove(device.label());
        metrics.devices().deviceGone(device.label());
    }

    private Behavior<Command> onClose() {
        closing = true;
        relocations.declineAll(Refusal.DEVICE_FAILED);
        devices.values().forEach(device -> device.tell(new DeviceRequest.Close()));
        return endWhenFree();
    }

    private Behavior<Command> endWhenFree() {
        return closing && devices.isEmpty() ? Behaviors.stopped() : this;
    }

    private Behavior<Command> onStopped() {
        devices.values().forEach(device -> metrics.devices().deviceGone(device.label()));
        return this;
    }

    private void tellHowItStands(PooledDevice device) {
        metrics.devices().deviceStands(device.label(), device.state(), device.load());
    }
}
