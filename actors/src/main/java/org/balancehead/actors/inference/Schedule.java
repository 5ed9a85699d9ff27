package org.balancehead.actors.inference;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.balancehead.actors.SessionId;
import org.balancehead.actors.inference.Outcome.Refusal;
import org.balancehead.actors.inference.RunningWork.Interest;

/**
 * The work of one device: what waits, what its worker has in hand, and what the senders are told when it comes to
 * nothing. Confined to the device's dispatcher.
 */
final class Schedule {
    private final Set<Lane> lanes;
    private final DeviceMeter meter;
    private final WorkQueue queue;
    private final RunningWork running = new RunningWork();

    Schedule(Set<Lane> lanes, InferenceSettings settings, DeviceMeter meter) {
        this.lanes = lanes;
        this.meter = meter;
        this.queue = new WorkQueue(lanes, settings.ticketsPerDevice(), settings.patience());
    }

    /** Takes work in, or refuses it. */
    void add(Work work, long nowNanos) {
        Optional<Refusal> refusal = running.isBusyFor(work.session(), work.lane())
                ? Optional.of(Refusal.BUSY)
                : queue.offer(work, nowNanos);
        refusal.ifPresent(why -> refuse(work, why));
        meter.waiting(queue);
    }

    /** The pieces that free lanes are to run now; they are in hand from now on. Refuses what has waited too long. */
    List<Work> begin(long nowNanos) {
        queue.removeLate(nowNanos).forEach(work -> refuse(work, Refusal.LATE));
        List<Work> begun = lanes.stream()
                .filter(running::isFree)
                .flatMap(lane -> queue.next(lane).stream())
                .map(ticket -> begin(ticket, nowNanos))
                .toList();
        meter.waiting(queue);
        return begun;
    }

    private Work begin(WorkQueue.Ticket ticket, long nowNanos) {
        meter.waited(ticket, nowNanos);
        running.begin(ticket.work());
        return ticket.work();
    }

    /**
     * A piece in hand is done. Refuses it if its person was forgotten meanwhile.
     *
     * @return who wants its outcome
     */
    Interest end(Work work, Duration took) {
        meter.took(work.lane(), took);
        Interest interest = running.end(work.lane()).interest();
        switch (interest) {
            case WANTED -> {}
            case FORGOTTEN -> refuse(work, Refusal.FORGOTTEN);
            case SESSION_OVER -> meter.sessionGone();
        }
        return interest;
    }

    /** Refuses what waits for a session's person, and what of it is in hand. */
    void forgetPerson(SessionId session) {
        queue.remove(session).forEach(work -> refuse(work, Refusal.FORGOTTEN));
        running.loseInterest(session, Interest.FORGOTTEN);
        meter.waiting(queue);
    }

    /** Drops what waits for a session that is over, and what of it is in hand. */
    void endSession(SessionId session) {
        queue.end(session).forEach(work -> meter.sessionGone());
        running.loseInterest(session, Interest.SESSION_OVER);
        meter.waiting(queue);
    }

    /** Takes out what waits for a session that goes elsewhere, and gives it back. */
    List<Work> release(SessionId session) {
        List<Work> waiting = queue.end(session);
        meter.waiting(queue);
        return waiting;
    }

    /** Whether a slice of the session's inversion is in hand. */
    boolean isInverting(SessionId session) {
        return running.isBusyFor(session, Lane.INVERTING);
    }

    /** Refuses all that waits. */
    void refuseWaiting(Refusal why) {
        queue.drain().forEach(work -> refuse(work, why));
        meter.waiting(queue);
    }

    /**
     * The worker is lost: refuses what it had in hand.
     *
     * @param culprit the work on which it failed; empty when it was none
     * @return the session to blame, if it is still there: only the one whose own work it was
     */
    Optional<SessionId> refuseRunning(Optional<Work> culprit) {
        Optional<SessionId> blamed = Optional.empty();
        for (RunningWork.Piece piece : running.endAll()) {
            if (piece.interest() == Interest.SESSION_OVER) {
                meter.sessionGone();
            } else {
                if (culprit.filter(work -> work == piece.work()).isPresent()) {
                    blamed = culprit.map(Work::session);
                }
                refuse(piece.work(), Refusal.WORKER_CRASHED);
            }
        }
        return blamed;
    }

    /** Refuses a piece of work. */
    void refuse(Work work, Refusal why) {
        answer(work, new Outcome.WorkRefused(why));
    }

    /** Tells the sender of a piece of work what came of it. */
    void answer(Work work, Outcome outcome) {
        if (outcome instanceof Outcome.WorkRefused refused) {
            meter.refused(refused.why());
        }
        work.replyTo().tell(outcome);
    }
}
