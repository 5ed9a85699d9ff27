package org.balancehead.actors.session;

import java.time.Duration;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.balancehead.actors.connection.Arrival;
import org.balancehead.protocol.message.Limits;

/**
 * Whether a session waits for its client when the connection is lost, for how long, and who may have it then. Confined
 * to the session.
 */
final class Parking {
    /** A connection that may be dead is given up for a newcomer with the right token when it is silent for so long. */
    private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(1);

    private final Agreement agreement;
    private final Seat seat;
    private final TimerScheduler<AvatarSession.Command> timers;
    private final ActorRef<SessionEvent> owner;
    private boolean leaving;

    Parking(
            Agreement agreement,
            Seat seat,
            TimerScheduler<AvatarSession.Command> timers,
            ActorRef<SessionEvent> owner) {
        this.agreement = agreement;
        this.seat = seat;
        this.timers = timers;
        this.owner = owner;
    }

    /** Nobody is waited for from now on, and nobody comes back. */
    void close() {
        leaving = true;
    }

    /** The client has gone; returns whether it is waited for. */
    boolean begin(Limits limits) {
        seat.leave();
        if (leaving || limits.resumeSeconds() == 0) {
            return false;
        }
        timers.cancel(AvatarSession.ClientDeclaredLost.class);
        timers.startSingleTimer(
                AvatarSession.ParkingOver.class,
                new AvatarSession.ParkingOver(),
                Duration.ofSeconds(limits.resumeSeconds()));
        return true;
    }

    /** Somebody wants the session; a connection that there is has a moment to show that it is alive. */
    void claim(Arrival arrival) {
        boolean fits = !leaving && Negotiation.suits(arrival.hello(), agreement);
        if (!fits || !seat.claim(arrival)) {
            owner.tell(new SessionEvent.NotReturned(arrival));
        } else if (seat.isTaken()) {
            timers.startSingleTimer(
                    AvatarSession.ClientDeclaredLost.class, new AvatarSession.ClientDeclaredLost(), SIGN_OF_LIFE);
        }
    }

    /** The client is alive: whoever presents its token meanwhile is somebody else. */
    void noteLife() {
        timers.cancel(AvatarSession.ClientDeclaredLost.class);
        turnAway();
    }

    /** Who has come for the session does not get it. */
    void turnAway() {
        seat.unclaim().ifPresent(arrival -> owner.tell(new SessionEvent.NotReturned(arrival)));
    }

    /** Who gets the session now, if nobody has it and somebody has come. */
    Optional<Arrival> end() {
        Optional<Arrival> next = seat.isTaken() ? Optional.empty() : seat.handOver();
        next.ifPresent(arrival -> timers.cancel(AvatarSession.ParkingOver.class));
        return next;
    }
}
