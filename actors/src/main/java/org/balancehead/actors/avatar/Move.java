package org.balancehead.actors.avatar;

import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.balancehead.actors.inference.DeviceDispatcher;
import org.jspecify.annotations.Nullable;

/** How far a reconstruction's move to another device is. Confined to the reconstruction. */
final class Move {
    private final ActorRef<DeviceDispatcher.Command> device;
    private @Nullable ActorRef<AvatarRemake.Command> remake;
    private AvatarRemake.@Nullable Remade remade;
    private boolean offered;

    Move(ActorRef<DeviceDispatcher.Command> device) {
        this.device = device;
    }

    /** Where it goes. */
    ActorRef<DeviceDispatcher.Command> device() {
        return device;
    }

    /** Whether nothing was begun. */
    boolean waits() {
        return remake == null && !offered;
    }

    /** Whether this one makes the avatar for it. */
    boolean isBy(ActorRef<AvatarRemake.Command> maker) {
        return maker.equals(remake);
    }

    void remake(ActorRef<AvatarRemake.Command> by) {
        remake = by;
    }

    void takeAnything() {
        if (remake != null) {
            remake.tell(new AvatarRemake.TakeAnything());
        }
    }

    /** The session was told that it may move, with nobody to show. */
    void offer() {
        offered = true;
    }

    /** The session was told that it may move. */
    void offer(AvatarRemake.Remade ready) {
        offered = true;
        remade = ready;
        remake = null;
    }

    /** What the other device shows, if that was offered. */
    Optional<AvatarRemake.Remade> offered() {
        return Optional.ofNullable(remade);
    }

    /** As if it had not begun. */
    void restart(ActorContext<?> reconstruction) {
        if (remake != null) {
            reconstruction.stop(remake);
            remake = null;
        }
        remade = null;
        offered = false;
    }
}
