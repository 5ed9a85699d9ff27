package org.balancehead.actors.inference;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.balancehead.actors.SessionId;
import org.balancehead.actors.inference.Outcome.Refusal;

/**
 * Sessions on their way from one device to another. What they ask meanwhile is held until it is known where they are.
 * Confined to the pool.
 */
final class Relocations {
    /** A piece of work a lane, a copy to show and one to tell. */
    private static final int MOST_HELD = Lane.values().length + 2;

    private static final class Way {
        final PooledDevice from;
        final List<DeviceRequest.Question> held = new ArrayList<>();
        boolean forgotten;

        Way(PooledDevice from) {
            this.from = from;
        }
    }

    /**
     * What happened while a session was on its way.
     *
     * @param held what it asked meanwhile, in that order
     * @param forgotten whether its person was
     */
    record Arrival(List<DeviceRequest.Question> held, boolean forgotten) {}

    private final Map<SessionId, Way> ways = new HashMap<>();

    boolean none() {
        return ways.isEmpty();
    }

    boolean has(SessionId session) {
        return ways.containsKey(session);
    }

    /** A session sets out. */
    void begin(SessionId session, PooledDevice from) {
        ways.put(session, new Way(from));
    }

    /** Those who are on their way from there. */
    List<SessionId> from(PooledDevice device) {
        return ways.entrySet().stream()
                .filter(way -> way.getValue().from == device)
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Holds what a session on its way asks. */
    void hold(DeviceRequest.Question question) {
        Way way = ways.get(question.session());
        if (way == null || way.held.size() >= MOST_HELD) {
            question.decline(Refusal.BUSY);
        } else {
            way.held.add(question);
        }
    }

    /** The person of a session is to be forgotten, whatever is on its way of it. */
    void forgetPerson(SessionId session) {
        Way way = ways.get(session);
        if (way != null) {
            way.held.forEach(question -> question.decline(Refusal.FORGOTTEN));
            way.held.clear();
            way.forgotten = true;
        }
    }

    /** A session has arrived, stays where it was, or is over; empty if it was on no way. */
    Optional<Arrival> end(SessionId session) {
        return Optional.ofNullable(ways.remove(session)).map(way -> new Arrival(way.held, way.forgotten));
    }

    /** Nobody arrives anywhere any more. */
    void declineAll(Refusal why) {
        ways.values().forEach(way -> way.held.forEach(question -> question.decline(why)));
        ways.clear();
    }
}
