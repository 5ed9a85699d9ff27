package org.balancehead.actors.registry;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;
import org.balancehead.actors.SessionId;
import org.balancehead.actors.deployment.DeploymentCoordinator;
import org.balancehead.actors.inference.DeviceRequest;
import org.balancehead.actors.metrics.VersionMetrics;
import org.balancehead.actors.session.AvatarSession;
import org.balancehead.actors.session.Devices;
import org.balancehead.actors.session.MoveAnswer;
import org.jspecify.annotations.Nullable;

/**
 * Which devices each session that lives has, and who moves to those that serve now: a few at a time, so that their
 * remakes leave the devices to those who are watched. Tells the coordinator which version has whom, and each device
 * that a session was on or on the way to when that is over. Confined to the registry.
 */
final class Placements {
    private static final class Place {
        private final ActorRef<AvatarSession.Command> session;
        private Devices at;
        private @Nullable Devices movingTo;

        Place(ActorRef<AvatarSession.Command> session, Devices at) {
            this.session = session;
            this.at = at;
        }
    }

    private final int movesAtATime;
    private final ActorRef<DeploymentCoordinator.Command> coordinator;
    private final ActorRef<MoveAnswer> answers;
    private final VersionMetrics metrics;
    private final Map<SessionId, Place> places = new HashMap<>();
    private final Set<SessionId> moving = new HashSet<>();

    /** Who shall move when there is room, each once. */
    private final Deque<SessionId> waiting = new ArrayDeque<>();

    private @Nullable Devices goal;

    Placements(
            int movesAtATime,
            ActorRef<DeploymentCoordinator.Command> coordinator,
            ActorRef<MoveAnswer> answers,
            VersionMetrics metrics) {
        this.movesAtATime = movesAtATime;
        this.coordinator = coordinator;
        this.answers = answers;
        this.metrics = metrics;
    }

    int size() {
        return places.size();
    }

    boolean isEmpty() {
        return places.isEmpty();
    }

    boolean isMoving(SessionId id) {
        return moving.contains(id);
    }

    /** The number of the version that a session is on. */
    OptionalInt model(SessionId id) {
        Place place = places.get(id);
        return place == null ? OptionalInt.empty() : OptionalInt.of(number(place.at));
    }

    /** A session begins there. */
    void begin(SessionId id, ActorRef<AvatarSession.Command> session, Devices on) {
        places.put(id, new Place(session, on));
        coordinator.tell(new DeploymentCoordinator.SessionBegan(number(on)));
    }

    /** A session is over. */
    void end(SessionId id) {
        Place place = places.remove(id);
        if (place == null) {
            return;
        }
        waiting.remove(id);
        endMove(id, place);
        leave(id, place.at);
        place.at.analyser().tell(new DeviceRequest.EndSession(id));
        moveNext();
    }

    /** All sessions that live shall move to these devices. */
    void gather(Devices to) {
        goal = to;
        waiting.clear();
        places.forEach((id, place) -> {
            if (number(place.at) != number(to)) {
                waiting.add(id);
            }
            if (place.movingTo != null && number(place.movingTo) != number(to)) {
                place.session.tell(new AvatarSession.Stay());
            }
        });
        moveNext();
    }

    void onAnswer(MoveAnswer answer) {
        Place place = places.get(answer.session());
        Devices to = place == null ? null : place.movingTo;
        if (place == null || to == null || number(to) != answer.number()) {
            return;
        }
        boolean moved = answer instanceof MoveAnswer.Moved;
        if (moved) {
            Devices from = place.at;
            place.at = to;
            coordinator.tell(new DeploymentCoordinator.SessionBegan(number(to)));
            coordinator.tell(new DeploymentCoordinator.MoveEnded(number(to)));
            place.movingTo = null;
            moving.remove(answer.session());
            leave(answer.session(), from);
        } else {
            endMove(answer.session(), place);
        }
        metrics.moveEnded(moved);
        moveNext();
    }

    private void moveNext() {
        Deque<SessionId> later = new ArrayDeque<>();
        while (moving.size() < movesAtATime && !waiting.isEmpty()) {
            SessionId next = waiting.remove();
            Place place = places.get(next);
            if (place != null && place.movingTo != null) {
                later.add(next); // it was just called back from another way
            } else if (place != null && goal != null && number(place.at) != number(goal)) {
                begin(next, place, goal);
            }
        }
        waiting.addAll(later);
        metrics.moves(moving.size(), waiting.size(), movesAtATime);
    }

    private void begin(SessionId id, Place place, Devices to) {
        place.movingTo = to;
        moving.add(id);
        coordinator.tell(new DeploymentCoordinator.MoveBegan(number(to)));
        place.session.tell(new AvatarSession.MoveTo(to, answers));
    }

    private void endMove(SessionId id, Place place) {
        Devices to = place.movingTo;
        if (to != null) {
            place.movingTo = null;
            moving.remove(id);
            to.renderer().tell(new DeviceRequest.EndSession(id));
            coordinator.tell(new DeploymentCoordinator.MoveEnded(number(to)));
        }
    }

    private void leave(SessionId id, Devices from) {
        from.renderer().tell(new DeviceRequest.EndSession(id));
        coordinator.tell(new DeploymentCoordinator.SessionEnded(number(from)));
    }

    private static int number(Devices devices) {
        return devices.model().version().number();
    }
}
