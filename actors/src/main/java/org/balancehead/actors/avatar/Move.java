package org.balancehead.actors.avatar;

import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.balancehead.actors.SessionId;
import org.balancehead.actors.inference.DeviceRequest;
import org.jspecify.annotations.Nullable;

/**
 * A reconstruction's move to another device, when one is under way: the avatar is made again there, offered to the
 * session, and taken or given up. Confined to the reconstruction.
 */
final class Move {
    /**
     * A move that came to its end.
     *
     * @param remade what the device shows; empty when nobody is shown
     */
    record Taken(ActorRef<DeviceRequest> device, Optional<AvatarRemake.Remade> remade) {}

    private final ActorContext<AvatarReconstruction.Command> context;
    private final SessionId session;
    private final MoveTolerance tolerance;
    private final ActorRef<AvatarReconstruction.Event> owner;
    private final ActorRef<AvatarRemake.Event> remakes;
    private @Nullable ActorRef<DeviceRequest> device;
    private @Nullable ActorRef<AvatarRemake.Command> maker;
    private AvatarRemake.@Nullable Remade remade;
    private boolean offered;

    /** @param remakes where the reconstruction hears of remakes, to pass it on to {@link #told} */
    Move(
            ActorContext<AvatarReconstruction.Command> context,
            SessionId session,
            MoveTolerance tolerance,
            ActorRef<AvatarReconstruction.Event> owner,
            ActorRef<AvatarRemake.Event> remakes) {
        this.context = context;
        this.session = session;
        this.tolerance = tolerance;
        this.owner = owner;
        this.remakes = remakes;
    }

    boolean isUnderWay() {
        return device != null;
    }

    /** Sets out, unless a move is under way; {@link #goOn} begins it. */
    void setOut(ActorRef<DeviceRequest> to) {
        if (device == null) {
            device = to;
        }
    }

    /** Begins to make the avatar again; who shows nobody is offered the move at once. */
    void goOn(AvatarState avatar) {
        if (device == null || maker != null || offered) {
            return;
        }
        if (avatar.isWaiting()) {
            offered = true;
            owner.tell(new AvatarReconstruction.MoveReady(Optional.empty()));
        } else {
            AvatarRemake.Order order = new AvatarRemake.Order(
                    session, avatar.supervision(), avatar.nextRevision(), new AsGood(avatar.shown(), tolerance));
            maker = context.spawnAnonymous(AvatarRemake.create(order, device, remakes));
        }
    }

    /** What was shown is lost: any avatar is better than none. */
    void takeAnything() {
        if (maker != null) {
            maker.tell(new AvatarRemake.TakeAnything());
        }
    }

    /** Whether the move was given up. */
    boolean told(AvatarRemake.Event event) {
        if (!event.by().equals(maker)) {
            return false; // of a remake that was stopped meanwhile
        }
        if (event instanceof AvatarRemake.NotRemade not) {
            return giveUp(not.sentence());
        }
        if (event instanceof AvatarRemake.Remade ready) {
            maker = null;
            remade = ready;
            offered = true;
            owner.tell(new AvatarReconstruction.MoveReady(Optional.of(ready.revision())));
        }
        return false;
    }

    /** The person is forgotten, there too; {@link #goOn} begins anew. */
    void forget(AvatarState avatar) {
        if (device != null) {
            if (remade != null) {
                avatar.skipTo(remade.revision().number());
            }
            stopMaking();
            device.tell(new DeviceRequest.ForgetPerson(session));
        }
    }

    /** Views come from there now. */
    Optional<Taken> take() {
        if (device == null) {
            return Optional.empty();
        }
        Taken taken = new Taken(device, Optional.ofNullable(remade));
        stopMaking();
        device = null;
        return Optional.of(taken);
    }

    /** Whether there was one to give up. */
    boolean giveUp(String sentence) {
        if (device == null) {
            return false;
        }
        stopMaking();
        device = null;
        owner.tell(new AvatarReconstruction.MoveGivenUp(sentence));
        return true;
    }

    private void stopMaking() {
        if (maker != null) {
            context.stop(maker);
            maker = null;
        }
        remade = null;
        offered = false;
    }
}
