package org.balancehead.actors.session;

import java.util.Optional;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.balancehead.actors.avatar.AvatarReconstruction;
import org.balancehead.model.inversion.Revision;
import org.jspecify.annotations.Nullable;

/**
 * One session's moves to other devices, one at a time: first its reconstruction is there, then its views. Confined to
 * the session.
 */
final class SessionMoves {
    private final ActorRef<AvatarReconstruction.Command> reconstruction;
    private final ActorRef<ViewStream.Command> views;
    private Devices at;
    private @Nullable SessionMove move;
    private boolean held;

    /** @param at where the session begins */
    SessionMoves(SessionCrew crew, Devices at) {
        this.reconstruction = crew.reconstruction();
        this.views = crew.views();
        this.at = at;
    }

    /** Begins one; what becomes of it, it tells who ordered it. */
    void begin(SessionMove begun) {
        move = begun;
        setOut();
    }

    /** Nobody sets out until {@link #release}: something else brings the avatar to the device now. */
    void hold() {
        held = true;
    }

    /** Who was ordered to move meanwhile sets out. */
    void release() {
        held = false;
        setOut();
    }

    private void setOut() {
        if (move != null && !held) {
            reconstruction.tell(new AvatarReconstruction.MoveTo(move.to().renderer()));
        }
    }

    /** Calls it off, unless it is too late for that. */
    void stay() {
        if (move != null && move.callOff()) {
            if (held) {
                onGivenUp("It was called off.");
            } else {
                reconstruction.tell(new AvatarReconstruction.StayHere());
            }
        }
    }

    /** The other device is ready, and shows that revision. */
    void onReady(Optional<Revision> revision) {
        if (move != null && move.switchTo(revision)) {
            views.tell(new ViewStream.MoveTo(
                    move.to().renderer(), revision.map(Revision::number).orElse(0)));
        }
    }

    void onGivenUp(String sentence) {
        if (move != null) {
            move.stayed(sentence);
            move = null;
        }
    }

    /**
     * Views come from the other device now.
     *
     * @param client is told of it before who ordered it
     */
    void onMoved(Consumer<SessionMove> client) {
        if (move != null) {
            client.accept(move);
            reconstruction.tell(new AvatarReconstruction.MoveTaken());
            at = move.to();
            move.moved();
            move = null;
        }
    }

    /** Where the session is. */
    Devices at() {
        return at;
    }
}
