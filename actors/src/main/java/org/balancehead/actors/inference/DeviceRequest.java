package org.balancehead.actors.inference;

import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.balancehead.actors.SessionId;
import org.balancehead.model.inversion.AvatarCopy;

/** What a session asks of the devices that it is given, and their owner. */
public sealed interface DeviceRequest extends DevicePool.Command, DeviceDispatcher.Command {
    /** Asks for a ticket; the outcome goes to the work's sender. */
    record Submit(Work work) implements DeviceRequest {}

    /** Asks what the session is shown; the device is not bothered. */
    record CopyShown(SessionId session, ActorRef<ShownCopy> replyTo) implements DeviceRequest {}

    /** What a session is shown, to be shown again by the same checkpoint; empty when nobody is shown. */
    record ShownCopy(Optional<AvatarCopy> avatar) {}

    /** The session wants its person forgotten: its work is refused, what is kept of it is freed. */
    record ForgetPerson(SessionId session) implements DeviceRequest {}

    /** The session is over: its work is dropped, what is kept of it is freed; nobody is told. */
    record EndSession(SessionId session) implements DeviceRequest {}

    /** Refuses all work, and ends when the work that runs is done and everything is freed. */
    record Close() implements DeviceRequest {}
}
