package org.balancehead.actors.inference;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.balancehead.actors.SessionId;

/** What a device's worker has in hand, at most one piece of work a lane, and who still wants it. */
final class RunningWork {
    /** Who wants the outcome. */
    enum Interest {
        WANTED,
        FORGOTTEN,
        SESSION_OVER
    }

    /** A piece of work in hand. */
    record Piece(Work work, Interest interest) {}

    private final Map<Lane, Piece> pieces = new EnumMap<>(Lane.class);

    boolean isFree(Lane lane) {
        return !pieces.containsKey(lane);
    }

    void begin(Work work) {
        pieces.put(work.lane(), new Piece(work, Interest.WANTED));
    }

    /** The piece of that lane is done. */
    Piece end(Lane lane) {
        return requireNonNull(pieces.remove(lane));
    }

    /** The worker is gone. Gives back what it had. */
    List<Piece> endAll() {
        List<Piece> all = new ArrayList<>(pieces.values());
        pieces.clear();
        return all;
    }

    /** Notes that a session wants nothing any more of what runs for it. */
    void loseInterest(SessionId session, Interest left) {
        pieces.replaceAll(
                (lane, piece) -> piece.work().session().equals(session) ? new Piece(piece.work(), left) : piece);
    }

    /** Whether a session has a piece in hand there, and wants it. */
    boolean isBusyFor(SessionId session, Lane lane) {
        Piece piece = pieces.get(lane);
        return piece != null
                && piece.interest() == Interest.WANTED
                && piece.work().session().equals(session);
    }
}
