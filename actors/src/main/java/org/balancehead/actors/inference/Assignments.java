package org.balancehead.actors.inference;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.balancehead.actors.SessionId;
import org.balancehead.actors.inference.DeviceStatus.Luggage;
import org.balancehead.actors.inference.Outcome.Refusal;
import org.balancehead.actors.metrics.LiveMetrics;

/**
 * Which device answers what a session asks, where sessions go when it fails, and who moves so that all get about the
 * same. Confined to the pool.
 */
final class Assignments {
    /** How long the sessions of the fuller one of two equal devices wait until one of them changes over. */
    private static final long TURN_NANOS = Duration.ofSeconds(5).toNanos();

    private final ActorContext<DevicePool.Command> context;
    private final Collection<PooledDevice> devices;
    private final LiveMetrics metrics;
    private final Seating seating;
    private final Relocations relocations = new Relocations();
    private final Errands errands;
    private long lastMoveNanos = System.nanoTime();
    private boolean closed;

    /** @param devices of the pool, at each moment */
    Assignments(ActorContext<DevicePool.Command> context, Collection<PooledDevice> devices, LiveMetrics metrics) {
        this.context = context;
        this.devices = devices;
        this.metrics = metrics;
        this.seating = new Seating(devices);
        this.errands = new Errands(context);
    }

    void ask(DeviceRequest.Question question) {
        SessionId session = question.session();
        if (relocations.has(session)) {
            relocations.hold(question);
            return;
        }
        Optional<PooledDevice> device = seating.of(session).or(() -> seat(session));
        if (device.filter(PooledDevice::mayTakeWork).isPresent() && !closed) {
            ask(device.get(), question);
        } else {
            decline(question);
        }
    }

    private void ask(PooledDevice device, DeviceRequest.Question question) {
        if (device.hasJoined()) {
            errands.ask(device, question);
        } else {
            device.holdBack(question);
        }
    }

    private void decline(DeviceRequest.Question question) {
        boolean forGood = closed || devices.stream().noneMatch(PooledDevice::mayTakeWork);
        Refusal why = forGood ? Refusal.DEVICE_FAILED : Refusal.DEVICE_RESTARTS;
        metrics.work().dropped(why.countsAs());
        question.decline(why);
    }

    private Optional<PooledDevice> seat(SessionId session) {
        Optional<PooledDevice> device = seating.seat(session);
        device.ifPresent(this::tellHowItStands);
        return device;
    }

    void answered(DevicePool.Answered answer) {
        errands.answered(answer);
    }

    void forgetPerson(DeviceRequest.ForgetPerson forget) {
        relocations.forgetPerson(forget.session());
        seating.of(forget.session()).ifPresent(device -> {
            device.declineHeldBack(forget.session(), Refusal.FORGOTTEN);
            device.tell(forget);
        });
    }

    void endSession(DeviceRequest.EndSession end) {
        relocations.end(end.session());
        errands.end(end.session());
        seating.end(end.session()).ifPresent(device -> {
            device.declineHeldBack(end.session(), Refusal.FORGOTTEN);
            device.tell(end);
            tellHowItStands(device);
        });
        balance();
    }

    /** The device can be asked now. */
    void joined(PooledDevice device) {
        device.takeHeldBack().forEach(question -> errands.ask(device, question));
    }

    /** Its sessions continue on others, if there are any. */
    void failed(PooledDevice device, boolean forGood) {
        if (devices.stream().anyMatch(other -> forGood ? other.mayTakeWork() : other.isReady())) {
            handOver(device, device.sessions());
        }
    }

    /** It was given up, and will not hand anything over any more. */
    void vanished(PooledDevice device) {
        errands.vanished(device);
        relocations.from(device).forEach(session -> arrive(session, device, Luggage.NONE));
    }

    void handedOver(PooledDevice device, DeviceStatus.HandedOver handed) {
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

    private void handOver(PooledDevice device, List<SessionId> sessions) {
        List<SessionId> leaving =
                sessions.stream().filter(session -> !relocations.has(session)).toList();
        if (!leaving.isEmpty()) {
            leaving.forEach(session -> relocations.begin(session, device));
            device.tell(new DeviceOrder.HandOver(Set.copyOf(leaving)));
        }
    }

    private void stay(SessionId session, PooledDevice on) {
        relocations.end(session).ifPresent(arrival -> {
            on.sendBack(session);
            arrival.held().forEach(question -> ask(on, question));
        });
    }

    /** It continues elsewhere, with its avatar if it saw one; if nothing is left, nowhere. */
    private void arrive(SessionId session, PooledDevice from, Luggage luggage) {
        relocations
                .end(session)
                .ifPresent(arrival -> seat(session)
                        .or(() -> Optional.of(from))
                        .filter(to -> to.mayTakeWork() && !closed)
                        .ifPresentOrElse(
                                to -> arrive(session, from, to, luggage, arrival), () -> decline(luggage, arrival)));
    }

    private void arrive(
            SessionId session, PooledDevice from, PooledDevice to, Luggage luggage, Relocations.Arrival arrival) {
        if (arrival.forgotten()) {
            luggage.waiting().forEach(work -> new DeviceRequest.Submit(work).decline(Refusal.FORGOTTEN));
        } else {
            luggage.avatar()
                    .ifPresent(avatar -> to.tell(new DeviceRequest.ShowAvatar(
                            session, avatar, context.getSystem().ignoreRef())));
            luggage.waiting().forEach(work -> errands.move(work, to));
        }
        arrival.held().forEach(question -> ask(to, question));
        lastMoveNanos = System.nanoTime();
        context.getLog().info("Session {}: device {} → {}", session, from.label(), to.label());
    }

    private void decline(Luggage luggage, Relocations.Arrival arrival) {
        luggage.waiting().forEach(work -> decline(new DeviceRequest.Submit(work)));
        arrival.held().forEach(this::decline);
    }

    /** Moves one session if that makes the devices more equal, or if it is the turn of one to have it better. */
    void balance() {
        if (closed || !relocations.none()) {
            return;
        }
        seating.shift()
                .or(() -> System.nanoTime() - lastMoveNanos > TURN_NANOS ? seating.turn() : Optional.empty())
                .ifPresent(
                        shift -> handOver(shift.from(), shift.from().sessions().subList(0, 1)));
    }

    /** All ends: nobody is answered any more by a device that has not begun. */
    void close() {
        closed = true;
        relocations.declineAll(Refusal.DEVICE_FAILED);
        devices.forEach(device -> device.takeHeldBack().forEach(this::decline));
    }

    /** Nothing is answered any more. */
    void stop() {
        errands.refuseAll(Refusal.DEVICE_FAILED);
    }

    void tellHowItStands(PooledDevice device) {
        metrics.devices().deviceStands(device.label(), device.state(), device.load());
    }
}
