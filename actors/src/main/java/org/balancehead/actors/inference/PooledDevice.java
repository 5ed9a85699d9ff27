package org.balancehead.actors.inference;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;
import org.balancehead.actors.SessionId;
import org.balancehead.actors.metrics.DeviceLabel;
import org.balancehead.actors.metrics.DeviceState;

/** One device of a pool, and which sessions are on it. Confined to the pool. */
final class PooledDevice {
    private final DeviceLabel label;
    private final ActorRef<DeviceDispatcher.Command> dispatcher;
    private final Set<SessionId> sessions = new HashSet<>();

    /** Those of its sessions whose persons were forgotten since it was given up. */
    private final Set<SessionId> forgotten = new HashSet<>();

    private DeviceState state = DeviceState.OPENING;

    PooledDevice(DeviceLabel label, ActorRef<DeviceDispatcher.Command> dispatcher) {
        this.label = label;
        this.dispatcher = dispatcher;
    }

    DeviceLabel label() {
        return label;
    }

    DeviceState state() {
        return state;
    }

    /** Whether it takes work, now or when it has opened. */
    boolean mayTakeWork() {
        return state != DeviceState.GIVEN_UP;
    }

    void tell(DeviceDispatcher.Command command) {
        dispatcher.tell(command);
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

    void add(SessionId session) {
        sessions.add(session);
    }

    void remove(SessionId session) {
        sessions.remove(session);
        forgotten.remove(session);
    }

    List<SessionId> sessions() {
        return List.copyOf(sessions);
    }

    int load() {
        return sessions.size();
    }

    /** The person of one of its sessions is to be forgotten. */
    void forget(DeviceRequest.ForgetPerson forget) {
        if (!mayTakeWork()) {
            forgotten.add(forget.session());
        }
        tell(forget);
    }

    /** Whether a session may be shown again what it saw on this device when that was given up. */
    boolean mayShowAgain(SessionId session) {
        return !forgotten.contains(session);
    }
}
