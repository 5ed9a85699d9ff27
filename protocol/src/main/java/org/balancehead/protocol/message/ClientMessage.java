package org.balancehead.protocol.message;

import java.util.List;
import java.util.Optional;

/** What a client says in text. */
public sealed interface ClientMessage {
    /**
     * The first message: what the client can do and wants.
     *
     * @param codecsUp how it can send camera frames, in order of preference; names that we do not know are left out
     * @param codecsDown how it can show views, in order of preference; names that we do not know are left out
     * @param size side of the views that it wants, in pixels
     * @param fps views a second that it wants at most
     * @param mode the view to begin with
     * @param resume the token of a session to go on with
     * @param avatar the id of a kept avatar to begin with
     * @param client its name, for people
     */
    record Hello(
            List<Codec> codecsUp,
            List<Codec> codecsDown,
            int size,
            int fps,
            ViewMode mode,
            Optional<String> resume,
            Optional<String> avatar,
            String client)
            implements ClientMessage {
        public Hello {
            codecsUp = List.copyOf(codecsUp);
            codecsDown = List.copyOf(codecsDown);
            Range.check("size", size, 32, 2048);
            Range.check("fps", fps, 1, 240);
            resume.ifPresent(token -> Range.checkLength("resume", token, 256));
            avatar.ifPresent(id -> Range.checkLength("avatar", id, 64));
            Range.checkLength("client", client, 100);
        }

        /** Without a kept avatar. */
        public Hello(
                List<Codec> codecsUp,
                List<Codec> codecsDown,
                int size,
                int fps,
                ViewMode mode,
                Optional<String> resume,
                String client) {
            this(codecsUp, codecsDown, size, fps, mode, resume, Optional.empty(), client);
        }

        /** This one, to begin with a kept avatar. */
        public Hello with(String keptAvatar) {
            return new Hello(codecsUp, codecsDown, size, fps, mode, resume, Optional.of(keptAvatar), client);
        }

        /** All defaults: JPEG both ways, 256², 24 views a second, in orbit. */
        public static Hello standard() {
            return new Hello(
                    List.of(Codec.JPEG), List.of(Codec.JPEG), 256, 24, ViewMode.ofName("orbit"), Optional.empty(), "");
        }
    }

    /** Look from there from now on. */
    record View(ViewMode mode) implements ClientMessage {}

    /** The server may send so many more views. */
    record Credit(int frames) implements ClientMessage {
        public Credit {
            Range.check("frames", frames, 1, 32);
        }
    }

    /** The last view that was shown, and when by the client's clock. */
    record Ack(long sequence, long shownAtMicros) implements ClientMessage {
        public Ack {
            Range.check("sequence", sequence, 0, 0xffff_ffffL);
            Range.check("shownAt", shownAtMicros, 0, Long.MAX_VALUE);
        }
    }

    /** Forget the person and choose a frontal frame again. */
    record Recapture() implements ClientMessage {}

    /** Make the next view a key frame. */
    record Keyframe() implements ClientMessage {}

    /** Keep the avatar beyond the session. Answered by {@link ServerMessage.Kept} or a problem. */
    record Keep() implements ClientMessage {}

    /** Make the avatar downloadable. */
    record Export(ExportFormat format) implements ClientMessage {}

    /** Sign of life; {@code idJson} is the identifier as JSON, a string or an integer, to be returned as it came. */
    record Ping(String idJson) implements ClientMessage {
        public Ping {
            Range.checkLength("id", idJson, 200);
        }
    }

    /** The end: forget the avatar, unless it is kept. */
    record Bye() implements ClientMessage {}
}
