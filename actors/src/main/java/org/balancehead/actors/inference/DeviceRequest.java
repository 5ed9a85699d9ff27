package org.balancehead.actors.inference;

import org.balancehead.actors.SessionId;

/** What a session asks of the devices that it is given, and their owner. */
public sealed interface DeviceRequest extends DevicePool.Command, DeviceDispatcher.Command {
    /** Asks for a ticket; the outcome goes to the work's sender. */
    record Submit(Work work) implements DeviceRequest {}

    /** The session wants its person forgotten: its work is refused, what is kept of it is freed. */
    record ForgetPerson(SessionId session) implements DeviceRequest {}

    /** The session is over: its work is dropped, what is kept of it is freed; nobody is told. */
    record EndSession(SessionId session) implements DeviceRequest {}

    /** Refuses all work, and ends when the work that runs is done and everything is freed. */
    record Close() implements DeviceRequest {}
}
