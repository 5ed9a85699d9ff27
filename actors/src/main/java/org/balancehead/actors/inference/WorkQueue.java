package org.balancehead.actors.inference;

import static java.util.Objects.requireNonNull;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.balancehead.actors.SessionId;

/** The work that waits for one device: {@link Turns} a lane, all of them together bounded by tickets. */
final class WorkQueue {
    /** A piece of work and when it came, by {@link System#nanoTime}. */
    record Ticket(Work work, long sinceNanos) {}

    private final int tickets;
    private final Map<Lane, Turns> lanes = new EnumMap<>(Lane.class);

    /** @param patience how many times in a row more urgent work may go before waiting work of a lane */
    WorkQueue(Set<Lane> lanes, int tickets, int patience) {
        this.tickets = tickets;
        lanes.forEach(lane -> this.lanes.put(lane, new Turns(patience)));
    }

    /** Takes the work in, or says why not. */
    Optional<Outcome.Refusal> offer(Work work, long nowNanos) {
        Turns turns = turns(work.lane());
        if (turns.waits(work.session())) {
            return Optional.of(Outcome.Refusal.BUSY);
        }
        if (lanes.values().stream().mapToInt(Turns::depth).sum() >= tickets) {
            return Optional.of(Outcome.Refusal.NO_TICKET);
        }
        turns.add(new Ticket(work, nowNanos));
        return Optional.empty();
    }

    /** The piece that a lane is to run now. */
    Optional<Ticket> next(Lane lane) {
        return turns(lane).next();
    }

    /** Takes out what has waited longer than it may, and gives it back; its sessions keep their turns. */
    List<Work> removeLate(long nowNanos) {
        return lanes.values().stream()
                .flatMap(turns -> turns.removeLate(nowNanos).stream())
                .toList();
    }

    /** Takes out all that waits for a session, and gives it back; the session keeps its turn. */
    List<Work> remove(SessionId session) {
        return lanes.values().stream()
                .flatMap(turns -> turns.remove(session).stream())
                .toList();
    }

    /** Takes out all that waits for a session that is over, and gives it back. */
    List<Work> end(SessionId session) {
        List<Work> removed = remove(session);
        lanes.values().forEach(turns -> turns.leave(session));
        return removed;
    }

    /** Takes everything out. */
    List<Work> drain() {
        return lanes.values().stream().flatMap(turns -> turns.drain().stream()).toList();
    }

    /** Pieces that wait for a lane; those of all lanes are never more than there are tickets. */
    int depth(Lane lane) {
        return turns(lane).depth();
    }

    /** When the piece that has waited longest for a lane came, by {@link System#nanoTime}; empty when none waits. */
    OptionalLong oldestNanos(Lane lane) {
        return turns(lane).oldestNanos();
    }

    /** @throws NullPointerException when the device has no such lane: the work was sent to the wrong one */
    private Turns turns(Lane lane) {
        return requireNonNull(lanes.get(lane), () -> "This device has no lane for " + lane + ".");
    }
}
