package org.balancehead.actors.inference;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.balancehead.actors.SessionId;

/** What a device's worker has in hand, what it does together in each lane, and who still wants it. */
final class RunningWork {
    /** Who wants the outcome. */
    enum Interest {
        WANTED,
        FORGOTTEN,
        SESSION_OVER
    }

    /** A piece of work in hand. */
    record Piece(Work work, Interest interest) {}

    private final Map<Lane, List<Piece>> pieces = new EnumMap<>(Lane.class);

    boolean isFree(Lane lane) {
        return !pieces.containsKey(lane);
    }

    /** Takes pieces in hand, all of a lane that is free. */
    void begin(Lane lane, List<Work> together) {
        pieces.put(
                lane,
                together.stream().map(work -> new Piece(work, Interest.WANTED)).toList());
    }

    /** The pieces of that lane are done; gives them back in the order in which they were taken. */
    List<Piece> end(Lane lane) {
        return requireNonNull(pieces.remove(lane));
    }

    /** The worker is gone. Gives back what it had. */
    List<Piece> endAll() {
        List<Piece> all = new ArrayList<>();
        pieces.values().forEach(all::addAll);
        pieces.clear();
        return all;
    }

    /** Notes that a session wants nothing any more of what runs for it. */
    void loseInterest(SessionId session, Interest left) {
        pieces.replaceAll((lane, together) -> together.stream()
                .map(piece -> piece.work().session().equals(session) ? new Piece(piece.work(), left) : piece)
                .toList());
    }

    /** Whether a session has a piece in hand there, and wants it. */
    boolean isBusyFor(SessionId session, Lane lane) {
        return pieces.getOrDefault(lane, List.of()).stream()
                .anyMatch(piece -> piece.interest() == Interest.WANTED
                        && piece.work().session().equals(session));
    }
}
