package org.balancehead.actors.connection;

import org.balancehead.protocol.frame.Frame;
import org.balancehead.protocol.message.ClientMessage;
import org.balancehead.protocol.message.ErrorCode;
import org.balancehead.protocol.message.Parsed;
import org.balancehead.streaming.flow.TokenBucket;

/** How much one client may send in a time; what is beyond it is refused. Confined to the connection. */
final class ClientRates {
    private final ConnectionSettings settings;
    private final TokenBucket messages;
    private final TokenBucket frames;

    ClientRates(ConnectionSettings settings, long nowNanos) {
        this.settings = settings;
        this.messages = new TokenBucket(settings.maxMessagesPerSecond(), nowNanos);
        this.frames = new TokenBucket(settings.limits().maxFps(), nowNanos);
    }

    /** The message, or its refusal. */
    Parsed<ClientMessage> message(Parsed<ClientMessage> came, long nowNanos) {
        return messages.tryTake(nowNanos)
                ? came
                : exceeded(
                        "More than %d messages a second came: send fewer.".formatted(settings.maxMessagesPerSecond()));
    }

    /** The frame, or its refusal. */
    Parsed<Frame> frame(Parsed<Frame> came, long nowNanos) {
        return frames.tryTake(nowNanos)
                ? came
                : exceeded("More than %d frames a second came (maxFps): send fewer."
                        .formatted(settings.limits().maxFps()));
    }

    private static <T> Parsed<T> exceeded(String sentence) {
        return new Parsed.Refused<>(ErrorCode.RATE_EXCEEDED, sentence);
    }
}
