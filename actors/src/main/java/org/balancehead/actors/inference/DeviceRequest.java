package org.balancehead.actors.inference;

import org.apache.pekko.actor.typed.ActorRef;
import org.balancehead.actors.SessionId;
import org.balancehead.actors.inference.Outcome.Refusal;

/** What a session asks of the devices that it is given, and their owner. */
public sealed interface DeviceRequest extends DevicePool.Command, DeviceOrder {
    /** A request that is answered once. */
    sealed interface Question extends DeviceRequest {
        SessionId session();

        ActorRef<Outcome> replyTo();

        /** The same question, answered to somebody else. */
        Question answeredTo(ActorRef<Outcome> other);

        /** Answers that nothing comes of it. */
        default void decline(Refusal why) {
            replyTo().tell(new Outcome.WorkRefused(why));
        }
    }

    /** Asks for a ticket; the outcome goes to the work's sender. */
    record Submit(Work work) implements Question {
        @Override
        public SessionId session() {
            return work.session();
        }

        @Override
        public ActorRef<Outcome> replyTo() {
            return work.replyTo();
        }

        @Override
        public Submit answeredTo(ActorRef<Outcome> other) {
            return new Submit(work.answeredTo(other));
        }
    }

    /**
     * Shows the session a copy of an avatar, in place of what it is shown; views that are asked for later find it. The
     * answer is {@link Outcome.AvatarShown}, {@link Outcome.AvatarUnusable} or {@link Outcome.WorkRefused}.
     */
    record ShowAvatar(SessionId session, KeptAvatar avatar, ActorRef<Outcome> replyTo) implements Question {
        @Override
        public ShowAvatar answeredTo(ActorRef<Outcome> other) {
            return new ShowAvatar(session, avatar, other);
        }
    }

    /** Asks for {@link Outcome.ShownCopy}; the device is not bothered. */
    record CopyShown(SessionId session, ActorRef<Outcome> replyTo) implements Question {
        @Override
        public CopyShown answeredTo(ActorRef<Outcome> other) {
            return new CopyShown(session, other);
        }
    }

    /** The session wants its person forgotten: its work is refused, what is kept of it is freed. */
    record ForgetPerson(SessionId session) implements DeviceRequest {}

    /** The session is over: its work is dropped, what is kept of it is freed; nobody is told. */
    record EndSession(SessionId session) implements DeviceRequest {}

    /** Refuses all work, and ends when the work that runs is done and everything is freed. */
    record Close() implements DeviceRequest {}
}
