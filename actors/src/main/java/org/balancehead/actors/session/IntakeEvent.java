package org.balancehead.actors.session;

import org.balancehead.actors.inference.Outcome;
import org.balancehead.model.face.FaceAnalysis;
import org.balancehead.model.face.FacePose;
import org.balancehead.protocol.frame.FrameHeader;
import org.balancehead.protocol.message.ErrorCode;

/** What a session hears of its camera's frames. */
sealed interface IntakeEvent {
    /**
     * A face is there; told once of a frame, as soon as it is known.
     *
     * @param cameNanos when the frame came, by {@link System#nanoTime}
     */
    record PoseSeen(FrameHeader header, FacePose pose, long cameNanos) implements IntakeEvent {}

    /** The frame was analysed. */
    record FrameSeen(FrameHeader header, FaceAnalysis analysis) implements IntakeEvent {}

    /** The frame is of no use; one sentence for the client. */
    record FrameRefused(ErrorCode code, String sentence, long sequence) implements IntakeEvent {}

    /** The analyser failed and is being restarted; frames are looked at then. */
    record AnalyserRestarts() implements IntakeEvent {}

    /** The analyser refuses for good. */
    record AnalysisFailed(Outcome.Refusal why) implements IntakeEvent {}
}
