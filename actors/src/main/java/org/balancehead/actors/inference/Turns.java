package org.balancehead.actors.inference;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.balancehead.actors.SessionId;

/**
 * Whose turn it is in one lane. A session has at most one piece of work waiting.
 *
 * <p>The most urgent work goes first, but no priority is passed over more than so many times in a row. Within one
 * priority the session that was served longest ago goes first, newcomers before all: so no session is served twice
 * while another one waits, even if work is taken out and given again.
 */
final class Turns {
    private final int patience;
    private final Map<SessionId, WorkQueue.Ticket> waiting = new LinkedHashMap<>();
    private final Map<SessionId, Long> lastTurns = new HashMap<>();
    private final Map<Priority, Integer> passedOver = new EnumMap<>(Priority.class);
    private long turn;

    /** @param patience how many times in a row more urgent work may go before a priority */
    Turns(int patience) {
        this.patience = patience;
    }

    /** Whether work of that session waits. */
    boolean waits(SessionId session) {
        return waiting.containsKey(session);
    }

    /** Takes work in, of a session that has none waiting. */
    void add(WorkQueue.Ticket ticket) {
        waiting.put(ticket.work().session(), ticket);
    }

    /** The piece whose turn it is. */
    Optional<WorkQueue.Ticket> next() {
        return nextPriority().flatMap(this::first).map(this::serve);
    }

    private Optional<Priority> nextPriority() {
        List<Priority> present = waiting.values().stream()
                .map(ticket -> ticket.work().priority())
                .distinct()
                .sorted()
                .toList();
        return present.stream()
                .filter(priority -> passedOver.getOrDefault(priority, 0) >= patience)
                .findFirst()
                .or(() -> present.stream().findFirst());
    }

    private Optional<WorkQueue.Ticket> first(Priority priority) {
        return waiting.values().stream()
                .filter(ticket -> ticket.work().priority() == priority)
                .min(Comparator.comparing(
                        ticket -> lastTurns.getOrDefault(ticket.work().session(), 0L)));
    }

    private WorkQueue.Ticket serve(WorkQueue.Ticket ticket) {
        SessionId session = ticket.work().session();
        Priority served = ticket.work().priority();
        waiting.remove(session);
        lastTurns.put(session, ++turn);
        passedOver.remove(served);
        waiting.values().stream()
                .map(other -> other.work().priority())
                .distinct()
                .filter(other -> other.compareTo(served) > 0)
                .forEach(other -> passedOver.merge(other, 1, Integer::sum));
        return ticket;
    }

    /** Takes out what has waited longer than it may. */
    List<Work> removeLate(long nowNanos) {
        List<Work> late = new ArrayList<>();
        waiting.values().removeIf(ticket -> {
            boolean over = ticket.work()
                    .longestWait()
                    .filter(longest -> nowNanos - ticket.sinceNanos() > longest.toNanos())
                    .isPresent();
            if (over) {
                late.add(ticket.work());
            }
            return over;
        });
        return late;
    }

    /** Takes out what waits for a session. */
    Optional<Work> remove(SessionId session) {
        return Optional.ofNullable(waiting.remove(session)).map(WorkQueue.Ticket::work);
    }

    /** The session is over: nothing is remembered of it. */
    void leave(SessionId session) {
        lastTurns.remove(session);
    }

    /** Takes everything out. */
    List<Work> drain() {
        List<Work> all = new ArrayList<>();
        waiting.values().forEach(ticket -> all.add(ticket.work()));
        waiting.clear();
        return all;
    }

    /** When the piece that has waited longest came; empty when none waits. */
    OptionalLong oldestNanos() {
        return waiting.values().stream().mapToLong(WorkQueue.Ticket::sinceNanos).min();
    }

    int depth() {
        return waiting.size();
    }
}
