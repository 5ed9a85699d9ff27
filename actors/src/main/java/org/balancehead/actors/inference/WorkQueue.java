package org.balancehead.actors.inference;

import static java.util.Objects.requireNonNull;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.balancehead.actors.SessionId;

/**
 * The work that waits for one device: a queue a lane, all of them together bounded by tickets. A session holds at most
 * one ticket a lane, so first come, first served is a round through the sessions.
 */
final class WorkQueue {
    /** A piece of work and when it came, by {@link System#nanoTime}. */
    record Ticket(Work work, long sinceNanos) {}

    private final int tickets;
    private final Map<Lane, ArrayDeque<Ticket>> queues = new EnumMap<>(Lane.class);

    WorkQueue(Set<Lane> lanes, int tickets) {
        this.tickets = tickets;
        lanes.forEach(lane -> queues.put(lane, new ArrayDeque<>()));
    }

    /** Takes the work in, or says why not. */
    Optional<Outcome.Refusal> offer(Work work, long nowNanos) {
        ArrayDeque<Ticket> queue = queue(work.lane());
        if (queue.stream().anyMatch(ticket -> ticket.work().session().equals(work.session()))) {
            return Optional.of(Outcome.Refusal.BUSY);
        }
        if (queues.values().stream().mapToInt(ArrayDeque::size).sum() >= tickets) {
            return Optional.of(Outcome.Refusal.NO_TICKET);
        }
        queue.add(new Ticket(work, nowNanos));
        return Optional.empty();
    }

    /** The piece that a lane is to run now. */
    Optional<Ticket> next(Lane lane) {
        return Optional.ofNullable(queue(lane).poll());
    }

    /** Takes out all that waits for a session, and gives it back. */
    List<Work> remove(SessionId session) {
        List<Work> removed = new ArrayList<>();
        for (ArrayDeque<Ticket> queue : queues.values()) {
            queue.removeIf(ticket -> {
                boolean matches = ticket.work().session().equals(session);
                if (matches) {
                    removed.add(ticket.work());
                }
                return matches;
            });
        }
        return removed;
    }

    /** Takes everything out. */
    List<Work> drain() {
        List<Work> all = new ArrayList<>();
        for (ArrayDeque<Ticket> queue : queues.values()) {
            queue.forEach(ticket -> all.add(ticket.work()));
            queue.clear();
        }
        return all;
    }

    /** Pieces that wait for a lane; those of all lanes are never more than there are tickets. */
    int depth(Lane lane) {
        return queue(lane).size();
    }

    /** @throws NullPointerException when the device has no such lane: the work was sent to the wrong one */
    private ArrayDeque<Ticket> queue(Lane lane) {
        return requireNonNull(queues.get(lane), () -> "This device has no lane for " + lane + ".");
    }
}
