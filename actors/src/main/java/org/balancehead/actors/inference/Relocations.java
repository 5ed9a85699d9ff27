package org.balancehead.actors.inference;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.balancehead.actors.SessionId;
import org.balancehead.actors.inference.DeviceStatus.Luggage;
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
     * A session's arrival.
     *
     * @param avatar what it is to be shown; empty if it saw nothing, or its person was forgotten on the way
     * @param questions that the device is to answer where it arrives, in the order in which they came
     */
    record Arrival(Optional<KeptAvatar> avatar, List<DeviceRequest.Question> questions) {}

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

    /** A session is over; who asked is told nothing. */
    void end(SessionId session) {
        ways.remove(session);
    }

    /** A session arrives with that, or stays where it was with nothing; empty if it is over. */
    Optional<Arrival> arrive(SessionId session, Luggage luggage) {
        return Optional.ofNullable(ways.remove(session)).map(way -> {
            List<DeviceRequest.Question> questions = new ArrayList<>();
            for (Work work : luggage.waiting()) {
                DeviceRequest.Submit waiting = new DeviceRequest.Submit(work);
                if (way.forgotten) {
                    waiting.decline(Refusal.FORGOTTEN);
                } else {
                    questions.add(waiting);
                }
            }
            questions.addAll(way.held);
            return new Arrival(luggage.avatar().filter(avatar -> !way.forgotten), questions);
        });
    }

    /** Nobody arrives anywhere any more. */
    void declineAll(Refusal why) {
        ways.values().forEach(way -> way.held.forEach(question -> question.decline(why)));
        ways.clear();
    }
}
