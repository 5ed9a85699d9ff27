package org.balancehead.actors.session;

import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.balancehead.actors.archive.AvatarRevival;
import org.balancehead.actors.inference.Outcome;
import org.balancehead.actors.inference.ServedModel;
import org.balancehead.model.face.Advice;
import org.balancehead.model.face.FaceAnalysis;
import org.balancehead.model.face.FacePose;
import org.balancehead.model.inversion.Revision;
import org.balancehead.model.inversion.Stage;
import org.balancehead.protocol.message.CaptureAdvice;
import org.balancehead.protocol.message.ErrorCode;
import org.balancehead.protocol.message.GoAwayReason;
import org.balancehead.protocol.message.ModelName;
import org.balancehead.protocol.message.ProgressStage;
import org.balancehead.protocol.message.ServerMessage;
import org.jspecify.annotations.Nullable;

/** What the model's side knows, in the protocol's words. */
final class Wording {
    private static final int RETRY_SECONDS = 30;

    private Wording() {}

    static ModelName model(ServedModel model) {
        return new ModelName(
                model.version().name(),
                model.version().version(),
                model.version().number());
    }

    static ServerMessage.Capture capture(long sequence, FaceAnalysis seen, boolean chosen) {
        return new ServerMessage.Capture(
                sequence,
                seen.pose().isPresent(),
                Math.max(0, Math.min(1, seen.score())),
                seen.pose().map(FacePose::yawDegrees).orElse(0.0),
                seen.pose().map(FacePose::pitchDegrees).orElse(0.0),
                seen.pose().map(FacePose::rollDegrees).orElse(0.0),
                seen.pose()
                        .map(FacePose::box)
                        .map(box -> List.of(box.left(), box.top(), box.width(), box.height()))
                        .orElse(List.of()),
                advice(seen.advice()),
                chosen);
    }

    static ServerMessage.Revised revised(Revision revision) {
        return new ServerMessage.Revised(
                revision.number(), stage(revision.stage()), revision.psnr(), revision.identity());
    }

    /** How far the reconstruction is; the measures are those of the revision that is shown. */
    static ServerMessage.Progress progress(Outcome.SliceDone slice, @Nullable Revision shown) {
        return new ServerMessage.Progress(
                slice.finished() ? ProgressStage.DONE : stage(slice.stage()),
                slice.step(),
                slice.steps(),
                Double.isFinite(slice.loss()) ? OptionalDouble.of(slice.loss()) : OptionalDouble.empty(),
                shown == null ? OptionalDouble.empty() : OptionalDouble.of(shown.psnr()),
                shown == null ? OptionalDouble.empty() : OptionalDouble.of(shown.identity()),
                slice.seconds());
    }

    static ServerMessage.GoAway goAway(GoAwayReason reason, Duration deadline, String resume) {
        return new ServerMessage.GoAway(reason, Math.toIntExact(deadline.toSeconds()), resume);
    }

    /** There is nobody to do that with yet. */
    static ServerMessage.Problem noAvatar(String what) {
        return ServerMessage.Problem.of(
                ErrorCode.NO_AVATAR, "There is no avatar to %s yet: wait for the first revision.".formatted(what));
    }

    /** A session does not begin with the avatar that its client wanted. */
    static ServerMessage.Problem notRevived(AvatarRevival.Event why) {
        return why instanceof AvatarRevival.Absent
                ? ServerMessage.Problem.of(
                        ErrorCode.AVATAR_EXPIRED,
                        "There is no kept avatar of this id: it has expired, was deleted, or never was.")
                : ServerMessage.Problem.of(
                        ErrorCode.AVATAR_EXPIRED, "The device cannot show the kept avatar now: show the camera.");
    }

    static ServerMessage.Problem deviceRestarts() {
        return ServerMessage.Problem.of(
                ErrorCode.DEVICE_RESTARTS,
                "The device failed and is being restarted: this session goes on in a moment.");
    }

    static ServerMessage.Problem workFailed() {
        return ServerMessage.Problem.of(
                ErrorCode.WORK_FAILED,
                "A piece of this session's work came to nothing: what was seen stays, and the session goes on.");
    }

    static ServerMessage.Problem outOfMemory() {
        return new ServerMessage.Problem(
                ErrorCode.OVERLOADED,
                "The device has no memory for another head: try again when others have left.",
                OptionalInt.of(RETRY_SECONDS),
                OptionalLong.empty());
    }

    static ServerMessage.Problem deviceFailed() {
        return ServerMessage.Problem.of(
                ErrorCode.DEVICE_FAILED, "The device that renders failed repeatedly: try again later.");
    }

    private static ProgressStage stage(Stage stage) {
        return switch (stage) {
            case ENCODER -> ProgressStage.ENCODER;
            case W -> ProgressStage.W;
            case W_PLUS -> ProgressStage.W_PLUS;
            case TUNING -> ProgressStage.TUNING;
        };
    }

    private static CaptureAdvice advice(Advice advice) {
        return switch (advice) {
            case OK -> CaptureAdvice.OK;
            case NO_FACE -> CaptureAdvice.NO_FACE;
            case SEVERAL_FACES -> CaptureAdvice.SEVERAL_FACES;
            case LOOK_AT_CAMERA -> CaptureAdvice.LOOK_AT_CAMERA;
            case TOO_DARK -> CaptureAdvice.TOO_DARK;
            case TOO_BLURRED -> CaptureAdvice.TOO_BLURRED;
            case COME_CLOSER -> CaptureAdvice.COME_CLOSER;
            case MOVE_BACK -> CaptureAdvice.MOVE_BACK;
            case FACE_COVERED -> CaptureAdvice.FACE_COVERED;
        };
    }
}
