package org.balancehead.actors.inference;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.balancehead.actors.SessionId;
import org.balancehead.actors.inference.DeviceStatus.Luggage;
import org.balancehead.actors.inference.Outcome.Refusal;

/**
 * How sessions leave a device: over, forgotten, or for another device with what they saw last. Confined to the device's
 * dispatcher.
 */
final class Departures {
    private final Schedule schedule;
    private final DeviceSessions sessions;
    private final Recovery recovery;
    private final Workers workers;

    Departures(Schedule schedule, DeviceSessions sessions, Recovery recovery, Workers workers) {
        this.schedule = schedule;
        this.sessions = sessions;
        this.recovery = recovery;
        this.workers = workers;
    }

    /** The session stays, and begins with another person. */
    void forgetPerson(SessionId session) {
        schedule.forgetPerson(session);
        free(session);
    }

    /** The session is over. */
    void end(SessionId session) {
        schedule.endSession(session);
        recovery.forget(session);
        free(session);
    }

    private void free(SessionId session) {
        sessions.forget(session, Refusal.FORGOTTEN);
        workers.tell(new DeviceWorker.Forget(session));
    }

    /** Lets those go who may. Gives back what each of them takes along. */
    Map<SessionId, Luggage> handOver(Set<SessionId> asked) {
        Map<SessionId, Luggage> left = new HashMap<>();
        asked.stream().filter(this::mayLeave).forEach(session -> {
            left.put(session, new Luggage(sessions.avatar(session), schedule.release(session)));
            sessions.forget(session, Refusal.DEVICE_RESTARTS);
            recovery.forget(session);
            workers.tell(new DeviceWorker.Release(session));
        });
        return left;
    }

    private boolean mayLeave(SessionId session) {
        return !sessions.isBusyWith(session)
                && !schedule.isInverting(session)
                && !recovery.isSuspect(session, workers.isReady());
    }
}
