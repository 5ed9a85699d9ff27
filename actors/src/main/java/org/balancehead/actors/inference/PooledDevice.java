package org.balancehead.actors.inference;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;
import org.balancehead.actors.SessionId;
import org.balancehead.actors.metrics.DeviceLabel;
import org.balancehead.actors.metrics.DeviceState;
import org.jspecify.annotations.Nullable;

/**
 * One device of a pool, how it stands, and which sessions are on it. What it is told before it has joined waits for
 * that. Confined to the pool.
 */
final class PooledDevice {
    /** The share of its time that a device renders from which on it is taken to be full. */
    private static final double BUSY = 0.8;

    private final DeviceLabel label;
    private final int tickets;
    private final Set<SessionId> sessions = new LinkedHashSet<>();
    private final List<DeviceOrder> untold = new ArrayList<>();
    private final List<DeviceRequest.Question> heldBack = new ArrayList<>();
    private @Nullable ActorRef<DeviceOrder> orders;
    private DeviceState state = DeviceState.OPENING;
    private Optional<DeviceStatus.Paced> pace = Optional.empty();

    /** @param tickets questions that may wait for it to join */
    PooledDevice(DeviceLabel label, int tickets) {
        this.label = label;
        this.tickets = tickets;
    }

    DeviceLabel label() {
        return label;
    }

    DeviceState state() {
        return state;
    }

    boolean isReady() {
        return state == DeviceState.READY;
    }

    /** Whether it takes work, now or when it has opened. */
    boolean mayTakeWork() {
        return state != DeviceState.GIVEN_UP;
    }

    boolean hasJoined() {
        return orders != null;
    }

    boolean isOrderedBy(ActorRef<?> other) {
        return other.equals(orders);
    }

    /** Takes its orders there; it has joined. */
    ActorRef<DeviceOrder> orders() {
        return requireNonNull(orders);
    }

    void joined(ActorRef<DeviceOrder> by) {
        orders = by;
        untold.forEach(by::tell);
        untold.clear();
    }

    void tell(DeviceOrder order) {
        if (orders != null) {
            orders.tell(order);
        } else {
            untold.add(order);
        }
    }

    /** Keeps a question until it has joined; declines it when too many wait. */
    void holdBack(DeviceRequest.Question question) {
        if (heldBack.size() >= tickets) {
            question.decline(Outcome.Refusal.NO_TICKET);
        } else {
            heldBack.add(question);
        }
    }

    /** Gives out what was held back. */
    List<DeviceRequest.Question> takeHeldBack() {
        List<DeviceRequest.Question> taken = List.copyOf(heldBack);
        heldBack.clear();
        return taken;
    }

    void declineHeldBack(SessionId session, Outcome.Refusal why) {
        heldBack.removeIf(question -> {
            boolean declined = question.session().equals(session);
            if (declined) {
                question.decline(why);
            }
            return declined;
        });
    }

    void becameReady() {
        state = DeviceState.READY;
    }

    void failed(boolean forGood) {
        if (forGood) {
            state = DeviceState.GIVEN_UP;
        } else if (state == DeviceState.READY) {
            state = DeviceState.RESTARTING;
        }
    }

    /** How long it takes over a view; empty until that was measured. */
    Optional<Duration> perView() {
        return pace.map(DeviceStatus.Paced::perView);
    }

    /** Whether its sessions would get more views if there were fewer of them. */
    boolean isBusy() {
        return pace.filter(measured -> measured.busy() > BUSY).isPresent();
    }

    void paced(DeviceStatus.Paced measured) {
        pace = Optional.of(measured);
    }

    void add(SessionId session) {
        sessions.add(session);
    }

    void remove(SessionId session) {
        sessions.remove(session);
    }

    /** A session that is on it was the first to be asked to leave; the next time others are asked before. */
    void sendBack(SessionId session) {
        sessions.remove(session);
        sessions.add(session);
    }

    /** Those who are on it, in the order in which they are asked to leave. */
    List<SessionId> sessions() {
        return List.copyOf(sessions);
    }

    int load() {
        return sessions.size();
    }
}
