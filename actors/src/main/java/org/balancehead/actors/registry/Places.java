package org.balancehead.actors.registry;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;
import org.balancehead.actors.SessionId;
import org.balancehead.actors.admission.AddressBook.Caller;
import org.balancehead.actors.session.AvatarSession;
import org.balancehead.actors.session.SessionTally;
import org.jspecify.annotations.Nullable;

/**
 * Who holds a place: connections that have not said hello yet, and sessions, those that are parked included. A
 * connection that comes for a session which there is gives its own place back. Confined to the registry.
 */
final class Places {
    private static final class Place {
        private final long sinceNanos;
        private @Nullable Caller caller;
        private @Nullable ActorRef<AvatarSession.Command> session;
        private @Nullable SessionTally tally;

        Place(long sinceNanos, Caller caller) {
            this.sinceNanos = sinceNanos;
            this.caller = caller;
        }

        Optional<Caller> vacate() {
            Optional<Caller> left = Optional.ofNullable(caller);
            caller = null;
            return left;
        }
    }

    private final Map<SessionId, Place> places = new HashMap<>();

    /** Parked sessions, the one that waits longest first. */
    private final Set<SessionId> parked = new LinkedHashSet<>();

    /** Somebody is admitted, and will say hello. */
    void admit(SessionId id, Caller caller, long nowNanos) {
        places.put(id, new Place(nowNanos, caller));
    }

    /** Whoever was admitted as this has a session of its own. */
    void begin(SessionId id, ActorRef<AvatarSession.Command> session, SessionTally tally) {
        Place place = requireNonNull(places.get(id));
        place.session = session;
        place.tally = tally;
    }

    /** Nobody is there now; returns whose session need not be counted any more, so that they may come back. */
    Optional<Caller> park(SessionId session) {
        Place place = places.get(session);
        if (place == null) {
            return Optional.empty();
        }
        parked.add(session);
        return place.vacate();
    }

    /** The session goes on over a connection that was admitted; returns who need not be counted any more. */
    Optional<Caller> goOn(SessionId session, SessionId connection) {
        parked.remove(session);
        Place place = places.get(session);
        Place newcomer = places.remove(connection);
        if (place == null || newcomer == null) {
            return Optional.empty();
        }
        Optional<Caller> before = place.vacate();
        place.caller = newcomer.caller;
        return before;
    }

    /** The place is free; returns who had it. */
    Optional<Caller> release(SessionId id) {
        parked.remove(id);
        return Optional.ofNullable(places.remove(id)).flatMap(Place::vacate);
    }

    /** Whether somebody was admitted as this who has not got a session. */
    boolean isArriving(SessionId id) {
        Place place = places.get(id);
        return place != null && place.session == null;
    }

    Optional<ActorRef<AvatarSession.Command>> session(SessionId id) {
        return Optional.ofNullable(places.get(id)).map(place -> place.session);
    }

    List<ActorRef<AvatarSession.Command>> sessions() {
        List<ActorRef<AvatarSession.Command>> all = new ArrayList<>();
        places.keySet().forEach(id -> session(id).ifPresent(all::add));
        return all;
    }

    /** The sessions that there are, those that have waited longest first, on the versions that are told. */
    List<SessionSummary> summaries(Placements placements, long nowNanos) {
        List<SessionSummary> all = new ArrayList<>();
        places.forEach((id, place) -> {
            SessionTally tally = place.tally;
            if (tally != null) {
                SessionSummary.State state = parked.contains(id)
                        ? SessionSummary.State.PARKED
                        : placements.isMoving(id) ? SessionSummary.State.MOVING : SessionSummary.State.LIVE;
                all.add(new SessionSummary(
                        id,
                        Duration.ofNanos(nowNanos - place.sinceNanos),
                        state,
                        placements.model(id).orElse(0),
                        tally.mode(),
                        tally.viewsPerSecond(),
                        tally.shown(),
                        tally.dropped()));
            }
        });
        all.sort(Comparator.comparing(SessionSummary::age).reversed());
        return all;
    }

    /** All places that are taken. */
    int taken() {
        return places.size();
    }

    int parked() {
        return parked.size();
    }

    /** Those whose client is there, or is about to be. */
    int present() {
        return places.size() - parked.size();
    }

    /** How many of the present ones have come since then. */
    int presentSince(long nanos) {
        return (int) places.entrySet().stream()
                .filter(place -> !parked.contains(place.getKey()))
                .filter(place -> place.getValue().sinceNanos - nanos >= 0)
                .count();
    }

    /** The parked sessions that must go, longest parked first, so that there are no more than that. */
    List<ActorRef<AvatarSession.Command>> surplus(int maxTaken, int maxParked) {
        int most = Math.max(taken() - maxTaken, parked() - maxParked);
        return parked.stream()
                .limit(Math.max(0, most))
                .flatMap(id -> session(id).stream())
                .toList();
    }
}
