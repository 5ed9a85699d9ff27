package org.balancehead.actors.inference;

import java.util.Optional;
import org.balancehead.actors.metrics.DropReason;
import org.balancehead.model.face.FaceAnalysis;
import org.balancehead.model.face.FacePose;
import org.balancehead.model.image.RgbImage;
import org.balancehead.model.inversion.AvatarCopy;
import org.balancehead.model.inversion.Revision;
import org.balancehead.model.inversion.Stage;

/** What became of a piece of {@link Work}, or of another question. */
public sealed interface Outcome extends DeviceMessage {
    /**
     * A view of the session's avatar.
     *
     * @param revision of the avatar shown
     * @param model number of the model version that rendered it
     */
    record ViewRendered(RgbImage image, long revision, int model) implements Outcome {}

    /** The device has no avatar of this session: there was none yet, or a crash took it. */
    record AvatarMissing() implements Outcome {}

    /**
     * A slice of the inversion was run.
     *
     * @param seconds compute time of this inversion so far
     * @param finished whether all stages are done; the next slice must begin a new inversion
     * @param revised the avatar that views show from now on, its number the one that was asked for
     */
    record SliceDone(
            Stage stage, int step, int steps, double loss, double seconds, boolean finished, Optional<Revision> revised)
            implements Outcome {}

    /** The device has no inversion of this session under way: a crash took it. */
    record InversionMissing() implements Outcome {}

    /** The copy of an avatar is shown from now on. */
    record AvatarShown(Revision revision) implements Outcome {}

    /** The copy is of no avatar of this model, or damaged; what was shown stays. */
    record AvatarUnusable(String sentence) implements Outcome {}

    /** What a session is shown, to be shown again by the same checkpoint; empty when nobody is shown. */
    record ShownCopy(Optional<AvatarCopy> avatar) implements Outcome {}

    record FrameAnalysed(FaceAnalysis analysis) implements Outcome {}

    /** Where the face is; empty when it is lost. */
    record FaceFollowed(Optional<FacePose> pose) implements Outcome {}

    /** The work was not done. */
    record WorkRefused(Refusal why) implements Outcome {}

    /** Why work was not done. */
    enum Refusal {
        /** All tickets are taken: ask again later. */
        NO_TICKET(DropReason.NO_TICKET),
        /** The session has work of this kind outstanding: wait for its outcome. */
        BUSY(DropReason.NO_TICKET),
        /** The session's person was forgotten meanwhile. */
        FORGOTTEN(DropReason.PERSON_FORGOTTEN),
        /** The worker crashed or hung while it had the work, and is being restarted: ask again. */
        WORKER_CRASHED(DropReason.WORKER_CRASHED),
        /** The work waited when the worker crashed or hung, or the session continues on another device: ask again. */
        DEVICE_RESTARTS(DropReason.WORKER_CRASHED),
        /** The view would have come too late: ask for the next one. */
        LATE(DropReason.VIEW_LATE),
        /** The device has no memory for it: what was shown stays. */
        OUT_OF_MEMORY(DropReason.JOB_FAILED),
        /** It gave numbers that are none, and nothing of it is shown. */
        NOT_FINITE(DropReason.JOB_FAILED),
        /** The session's work failed too often: it gets no more. */
        SESSION_BANNED(DropReason.DEVICE_FAILED),
        /** No device is left: all failed too often. */
        DEVICE_FAILED(DropReason.DEVICE_FAILED);

        private final DropReason countsAs;

        Refusal(DropReason countsAs) {
            this.countsAs = countsAs;
        }

        /** Whether the session gets no more, however often it asks. */
        public boolean isFinal() {
            return this == SESSION_BANNED || this == DEVICE_FAILED;
        }

        /** Whether the device failed and takes work again soon. */
        public boolean isRestart() {
            return this == WORKER_CRASHED || this == DEVICE_RESTARTS;
        }

        /** Whether this piece of work came to nothing by itself, on a device that goes on. */
        public boolean isJobFailure() {
            return countsAs == DropReason.JOB_FAILED;
        }

        /** What operators see it as. */
        DropReason countsAs() {
            return countsAs;
        }
    }
}
