package org.balancehead.actors.session;

import org.balancehead.actors.inference.Outcome;
import org.balancehead.protocol.frame.Frame;

/** What a session hears of its views. */
sealed interface ViewEvent {
    /** The next view. Answered by {@link ViewStream.MakeNext} when the socket has taken it. */
    record ViewMade(Frame frame) implements ViewEvent {}

    /** The device has no avatar although it had: make it again. */
    record AvatarLost() implements ViewEvent {}

    /** All views after this event are the other device's, and none before it. */
    record Moved() implements ViewEvent {}

    /** No view comes before there is credit again. */
    record Paused() implements ViewEvent {}

    /** The device failed and is being restarted; views go on then. */
    record DeviceRestarts() implements ViewEvent {}

    /** A view came to nothing; it is asked for again, and the device goes on. */
    record ViewFailed() implements ViewEvent {}

    /** The device refuses for good. */
    record ViewsFailed(Outcome.Refusal why) implements ViewEvent {}
}
