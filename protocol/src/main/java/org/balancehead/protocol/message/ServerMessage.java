package org.balancehead.protocol.message;

import java.time.Instant;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** What the server says in text. */
public sealed interface ServerMessage {
    /**
     * The answer to {@code hello}: what was agreed.
     *
     * @param keepSeconds how long an avatar is kept for a client that says {@code keep}; 0 where none is
     */
    record Welcome(
            String session,
            String resume,
            boolean resumed,
            ModelName model,
            Codec codecUp,
            Codec codecDown,
            int size,
            int keepSeconds,
            Limits limits)
            implements ServerMessage {}

    /**
     * What was seen in a camera frame.
     *
     * @param sequence of that frame
     * @param face whether a face was seen
     * @param score how good the frame is for a reconstruction, 0…1
     * @param yaw degrees
     * @param pitch degrees
     * @param roll degrees
     * @param box left, top, width, height as parts of the frame; empty without a face
     * @param chosen whether the reconstruction now uses it as its frontal frame
     */
    record Capture(
            long sequence,
            boolean face,
            double score,
            double yaw,
            double pitch,
            double roll,
            List<Double> box,
            CaptureAdvice advice,
            boolean chosen)
            implements ServerMessage {
        public Capture {
            box = List.copyOf(box);
            Range.check("score", score, 0, 1);
            Range.checkFinite("yaw", yaw);
            Range.checkFinite("pitch", pitch);
            Range.checkFinite("roll", roll);
            box.forEach(part -> Range.checkFinite("box", part));
            if (!box.isEmpty() && box.size() != 4) {
                throw new IllegalArgumentException("box has %d numbers, not 4.".formatted(box.size()));
            }
        }
    }

    /** How far the reconstruction is; measures are absent until there is a first revision. */
    record Progress(
            ProgressStage stage,
            int step,
            int steps,
            OptionalDouble loss,
            OptionalDouble psnr,
            OptionalDouble identity,
            double seconds)
            implements ServerMessage {
        public Progress {
            loss.ifPresent(value -> Range.checkFinite("loss", value));
            psnr.ifPresent(value -> Range.checkFinite("psnr", value));
            identity.ifPresent(value -> Range.checkFinite("identity", value));
            Range.checkFinite("seconds", seconds);
        }
    }

    /** Views from now on show this revision. */
    record Revised(long revision, ProgressStage stage, double psnr, double identity) implements ServerMessage {
        public Revised {
            Range.check("revision", revision, 1, 0xffff_ffffL);
            Range.checkFinite("psnr", psnr);
            Range.checkFinite("identity", identity);
        }
    }

    /** Views from now on come from this model. */
    record ModelChanged(ModelName model) implements ServerMessage {}

    /**
     * The answer to {@code keep}.
     *
     * @param avatar its id; whoever has it may see and delete the avatar
     * @param expires when it is forgotten
     */
    record Kept(String avatar, Instant expires) implements ServerMessage {
        /** Without the id. */
        @Override
        public String toString() {
            return "Kept[until " + expires + "]";
        }
    }

    /** The answer to {@code export}: a URL path, good for ten minutes. */
    record Exported(ExportFormat format, String path, long bytes) implements ServerMessage {}

    /** The answer to {@code ping}; the identifier as it came, and the server's clock. */
    record Pong(String idJson, long serverTimeMicros) implements ServerMessage {}

    /** Leave before the deadline, and come back with the token. */
    record GoAway(GoAwayReason reason, int deadlineSeconds, String resume) implements ServerMessage {}

    /**
     * Something went wrong; fatal when {@link ErrorCode#fatal()}.
     *
     * @param message one sentence for people
     * @param sequence of the frame that it is about
     */
    record Problem(ErrorCode code, String message, OptionalInt retryAfterSeconds, OptionalLong sequence)
            implements ServerMessage {
        public static Problem of(ErrorCode code, String message) {
            return new Problem(code, message, OptionalInt.empty(), OptionalLong.empty());
        }

        /** One that is about a certain camera frame. */
        public static Problem ofFrame(ErrorCode code, String message, long sequence) {
            return new Problem(code, message, OptionalInt.empty(), OptionalLong.of(sequence));
        }
    }
}
