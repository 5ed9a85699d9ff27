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
        if (!hello.codecsUp().contains(Codec.JPEG) || !hello.codecsDown().contains(Codec.JPEG)) {
            return new Parsed.Refused<>(
                    ErrorCode.UNSUPPORTED_CODEC,
                    "Both codecsUp and codecsDown must offer jpeg, the one codec spoken here.");
        }
        return new Parsed.Accepted<>(new Agreement(
                Math.min(hello.size(), model.imageSize()),
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
                Codec.JPEG,
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
