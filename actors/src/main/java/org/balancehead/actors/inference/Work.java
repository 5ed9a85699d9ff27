package org.balancehead.actors.inference;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.balancehead.actors.SessionId;
import org.balancehead.model.camera.CameraPose;
import org.balancehead.model.face.AlignedHead;
import org.balancehead.model.face.FacePose;
import org.balancehead.model.image.RgbImage;

/** A piece of work for a device, on behalf of one session; the answer is exactly one {@link Outcome}. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "work")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Work.RenderView.class, name = "render"),
    @JsonSubTypes.Type(value = Work.InvertSlice.class, name = "invert"),
    @JsonSubTypes.Type(value = Work.AnalyseFrame.class, name = "analyse"),
    @JsonSubTypes.Type(value = Work.FollowFace.class, name = "follow")
})
public sealed interface Work {
    SessionId session();

    ActorRef<Outcome> replyTo();

    /** The same work, its outcome told to somebody else. */
    Work answeredTo(ActorRef<Outcome> other);

    /** Where it is done. */
    Lane lane();

    /** How long it may wait; for ever, if nothing is said. */
    default Optional<Duration> longestWait() {
        return Optional.empty();
    }

    /** How urgent it is. */
    default Priority priority() {
        return Priority.FOREGROUND;
    }

    /**
     * Render the session's current avatar.
     *
     * @param useful how long it may wait; later its frame would be late, and it is refused
     */
    record RenderView(SessionId session, CameraPose camera, Duration useful, ActorRef<Outcome> replyTo)
            implements Work {
        @Override
        public Optional<Duration> longestWait() {
            return Optional.of(useful);
        }

        @Override
        public RenderView answeredTo(ActorRef<Outcome> other) {
            return new RenderView(session, camera, useful, other);
        }

        @Override
        public Lane lane() {
            return Lane.RENDERING;
        }
    }

    /**
     * Run one slice of the session's inversion.
     *
     * @param priority among the slices of all sessions
     * @param start the views to begin a new inversion with; empty to go on with the one under way
     * @param nextRevision the number that an avatar published by this slice gets
     * @param bar what an avatar must reach to be published
     */
    record InvertSlice(
            SessionId session,
            Priority priority,
            List<AlignedHead> start,
            long nextRevision,
            Bar bar,
            ActorRef<Outcome> replyTo)
            implements Work {
        public InvertSlice {
            start = List.copyOf(start);
        }

        @Override
        public InvertSlice answeredTo(ActorRef<Outcome> other) {
            return new InvertSlice(session, priority, start, nextRevision, bar, other);
        }

        @Override
        public Lane lane() {
            return Lane.INVERTING;
        }
    }

    /** Look for the face in a camera frame. */
    record AnalyseFrame(SessionId session, RgbImage frame, ActorRef<Outcome> replyTo) implements Work {
        @Override
        public AnalyseFrame answeredTo(ActorRef<Outcome> other) {
            return new AnalyseFrame(session, frame, other);
        }

        @Override
        public Lane lane() {
            return Lane.ANALYSING;
        }
    }

    /**
     * Look where a face is now.
     *
     * @param before where it was in a frame of the same size
     */
    record FollowFace(SessionId session, RgbImage frame, FacePose before, ActorRef<Outcome> replyTo) implements Work {
        @Override
        public FollowFace answeredTo(ActorRef<Outcome> other) {
            return new FollowFace(session, frame, before, other);
        }

        @Override
        public Lane lane() {
            return Lane.ANALYSING;
        }
    }
}
