package org.balancehead.actors.session;

import org.balancehead.actors.SessionId;
import org.balancehead.actors.inference.ServedModel;
import org.balancehead.protocol.message.ClientMessage;
import org.balancehead.protocol.message.Codec;
import org.balancehead.protocol.message.ErrorCode;
import org.balancehead.protocol.message.Limits;
import org.balancehead.protocol.message.Parsed;
import org.balancehead.protocol.message.ServerMessage;

/** What comes of a client's {@code hello}: codecs that both sides have, a size and a pace within the limits. */
public final class Negotiation {
    private Negotiation() {}

    /** What both sides can do, or what the client must offer. */
    public static Parsed<Agreement> agree(ClientMessage.Hello hello, ServedModel model, Limits limits) {
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

    /** Whether a client that says this can go on with a session: it must still speak what was agreed. */
    static boolean suits(ClientMessage.Hello hello, Agreement agreement) {
        return hello.codecsUp().contains(Codec.JPEG) && hello.codecsDown().contains(agreement.codec());
    }

    /**
     * What was agreed.
     *
     * @param resume the token that is good from now on
     * @param resumed whether it is a session that goes on
     * @param keepSeconds how long avatars are kept; 0 where none is
     */
    static ServerMessage.Welcome welcome(
            SessionId session,
            String resume,
            boolean resumed,
            ServedModel model,
            Agreement agreement,
            int keepSeconds) {
        return new ServerMessage.Welcome(
                session.value(),
                resume,
                resumed,
                Wording.model(model),
                Codec.JPEG,
                agreement.codec(),
                agreement.size(),
                keepSeconds,
                agreement.limits());
    }
}
