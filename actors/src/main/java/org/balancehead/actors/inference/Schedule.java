package org.balancehead.actors.inference;

import java.time.Duration;
import java.util.ArrayList;
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
    private final int viewsTogether;
    private final DeviceMeter meter;
    private final WorkQueue queue;
    private final RunningWork running = new RunningWork();

    /** @param viewsTogether how many views may be rendered in one call */
    Schedule(Set<Lane> lanes, int viewsTogether, InferenceSettings settings, DeviceMeter meter) {
        this.lanes = lanes;
        this.viewsTogether = viewsTogether;
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

    /**
     * What free lanes are to run now, each list of one lane and at one go; it is in hand from now on. Refuses what has
     * waited too long.
     */
    List<List<Work>> begin(long nowNanos) {
        queue.removeLate(nowNanos).forEach(work -> refuse(work, Refusal.LATE));
        List<List<Work>> begun = lanes.stream()
                .filter(running::isFree)
                .map(lane -> begin(lane, nowNanos))
                .filter(together -> !together.isEmpty())
                .toList();
        meter.waiting(queue);
        return begun;
    }

    /** Takes those in hand whose turn it is: views that wait go together, and none waits for others to come. */
    private List<Work> begin(Lane lane, long nowNanos) {
        int most = lane == Lane.RENDERING ? viewsTogether : 1;
        List<Work> together = new ArrayList<>();
        Optional<WorkQueue.Ticket> next = queue.next(lane);
        while (next.isPresent()) {
            meter.waited(next.get(), nowNanos);
            together.add(next.get().work());
            next = together.size() < most ? queue.next(lane) : Optional.empty();
        }
        if (!together.isEmpty()) {
            running.begin(lane, together);
        }
        return together;
    }

    /**
     * What a lane had in hand is done. Refuses pieces whose person was forgotten meanwhile.
     *
     * @param took how long all of it took
     * @return who wants the outcomes, in the order of the pieces
     */
    List<Interest> end(Lane lane, Duration took) {
        List<RunningWork.Piece> pieces = running.end(lane);
        meter.took(lane, took, pieces.size());
        for (RunningWork.Piece piece : pieces) {
            switch (piece.interest()) {
                case WANTED -> {}
                case FORGOTTEN -> refuse(piece.work(), Refusal.FORGOTTEN);
                case SESSION_OVER -> meter.sessionGone();
            }
        }
        return pieces.stream().map(RunningWork.Piece::interest).toList();
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
