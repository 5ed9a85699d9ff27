package org.balancehead.actors.session;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import org.balancehead.actors.SessionId;
import org.balancehead.actors.inference.ServedModel;
import org.balancehead.protocol.message.ClientMessage;
import org.balancehead.protocol.message.Codec;
import org.balancehead.protocol.message.ErrorCode;
import org.balancehead.protocol.message.Limits;
import org.balancehead.protocol.message.Parsed;
import org.balancehead.protocol.message.ServerMessage;

/** What comes of a client's {@code hello}: codecs that both sides have, a size and a pace within the limits. */
final class Negotiation {
    private static final SecureRandom RANDOM = new SecureRandom();

    private Negotiation() {}

    static Parsed<Agreement> agree(ClientMessage.Hello hello, ServedModel model, Limits limits) {
        if (!hello.codecsUp().contains(Codec.JPEG)) {
            return new Parsed.Refused<>(
                    ErrorCode.UNSUPPORTED_CODEC,
                    "codecsUp must offer jpeg, the one codec that camera frames are taken in.");
        }
        if (hello.codecsDown().isEmpty()) {
            return new Parsed.Refused<>(
                    ErrorCode.UNSUPPORTED_CODEC, "codecsDown must offer one of h264, vp8, jpeg and png.");
        }
        Codec down = hello.codecsDown().get(0); // this side speaks them all
        int size = Math.min(hello.size(), model.imageSize());
        return new Parsed.Accepted<>(new Agreement(
                down,
                down == Codec.H264 || down == Codec.VP8 ? size & ~1 : size, // video has even sides
                Math.min(hello.fps(), limits.maxFps()),
                hello.mode(),
                limits));
    }

    static ServerMessage.Welcome welcome(SessionId session, ServedModel model, Agreement agreement) {
        return new ServerMessage.Welcome(
                session.value(),
                token(),
                false,
                Wording.model(model),
                Codec.JPEG,
                agreement.codec(),
                agreement.size(),
                agreement.limits());
    }

    /** What must be said to a client that wanted to resume: nothing of a closed session is kept. */
    static List<ServerMessage> onResume(ClientMessage.Hello hello) {
        return hello.resume().isEmpty()
                ? List.of()
                : List.of(ServerMessage.Problem.of(
                        ErrorCode.RESUME_EXPIRED, "The session to resume is over: this is a new one."));
    }

    private static String token() {
        byte[] bytes = new byte[24];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
