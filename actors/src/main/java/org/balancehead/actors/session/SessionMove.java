package org.balancehead.actors.session;

import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.balancehead.actors.SessionId;
import org.balancehead.model.inversion.Revision;
import org.jspecify.annotations.Nullable;

/** One session's way to other devices, from the order to the one answer. Confined to the session. */
final class SessionMove {
    private final SessionId session;
    private final Devices to;
    private final ActorRef<MoveAnswer> replyTo;
    private boolean switching;
    private boolean calledOff;
    private @Nullable Revision revision;

    SessionMove(SessionId session, Devices to, ActorRef<MoveAnswer> replyTo) {
        this.session = session;
        this.to = to;
        this.replyTo = replyTo;
    }

    Devices to() {
        return to;
    }

    /** Gives it up; returns whether it was not too late for that. */
    boolean callOff() {
        calledOff |= !switching;
        return calledOff;
    }

    /** The revision that the other device shows. */
    Optional<Revision> revision() {
        return Optional.ofNullable(revision);
    }

    /** The other device is ready; returns whether the move is still wanted. */
    boolean switchTo(Optional<Revision> ready) {
        switching |= !calledOff;
        revision = ready.orElse(null);
        return switching;
    }

    void moved() {
        replyTo.tell(new MoveAnswer.Moved(session, number()));
    }

    void stayed(String sentence) {
        replyTo.tell(new MoveAnswer.Stayed(session, number(), sentence));
    }

    private int number() {
        return to.model().version().number();
    }
}
