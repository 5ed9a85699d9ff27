package org.balancehead.actors.inference;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.balancehead.actors.SessionId;

/**
 * The work that waits for one device, bounded by tickets. Urgent work goes first, but after so many pieces that
 * overtook it one patient piece runs. A session holds at most one ticket a kind of work, so first come, first served is
 * a round through the sessions.
 */
final class WorkQueue {
    /** A piece of work and when it came, by {@link System#nanoTime}. */
    record Ticket(Work work, long sinceNanos) {}

    private final int tickets;
    private final int maxOvertakes;
    private final ArrayDeque<Ticket> urgent = new ArrayDeque<>();
    private final ArrayDeque<Ticket> patient = new ArrayDeque<>();
    private int overtakes;

    WorkQueue(int tickets, int maxOvertakes) {
        this.tickets = tickets;
        this.maxOvertakes = maxOvertakes;
    }

    /** Takes the work in, or says why not. */
    Optional<Outcome.Refusal> offer(Work work, long nowNanos) {
        ArrayDeque<Ticket> queue = work.urgent() ? urgent : patient;
        if (queue.stream().anyMatch(ticket -> sameKind(ticket.work(), work))) {
            return Optional.of(Outcome.Refusal.BUSY);
        }
        if (depth() >= tickets) {
            return Optional.of(Outcome.Refusal.NO_TICKET);
        }
        queue.add(new Ticket(work, nowNanos));
        return Optional.empty();
    }

    /** The piece to run now. */
    Optional<Ticket> next() {
        boolean patientIsDue = urgent.isEmpty() || overtakes >= maxOvertakes;
        if (!patient.isEmpty() && patientIsDue) {
            overtakes = 0;
            return Optional.ofNullable(patient.poll());
        }
        overtakes = patient.isEmpty() ? 0 : overtakes + 1;
        return Optional.ofNullable(urgent.poll());
    }

    /** Takes out all that waits for a session, and gives it back. */
    List<Work> remove(SessionId session) {
        List<Work> removed = new ArrayList<>();
        for (Collection<Ticket> queue : List.of(urgent, patient)) {
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
        urgent.forEach(ticket -> all.add(ticket.work()));
        patient.forEach(ticket -> all.add(ticket.work()));
        urgent.clear();
        patient.clear();
        return all;
    }

    /** Pieces that wait, never more than there are tickets. */
    int depth() {
        return urgent.size() + patient.size();
    }

    static boolean sameKind(Work one, Work other) {
        return one.session().equals(other.session()) && one.getClass() == other.getClass();
    }
}
