package org.balancehead.actors.connection;

import java.util.Optional;
import org.balancehead.actors.metrics.RateLimit;
import org.balancehead.actors.metrics.SessionMetrics;
import org.balancehead.protocol.frame.Frame;
import org.balancehead.protocol.message.ClientMessage;
import org.balancehead.protocol.message.ErrorCode;
import org.balancehead.protocol.message.Parsed;
import org.balancehead.streaming.flow.TokenBucket;

/** How much one client may send in a time; what is beyond it is refused. Confined to the connection. */
final class ClientRates {
    private final ConnectionSettings settings;
    private final SessionMetrics metrics;
    private final TokenBucket messages;
    private final TokenBucket frames;
    private final TokenBucket bytes;

    ClientRates(ConnectionSettings settings, SessionMetrics metrics, long nowNanos) {
        this.settings = settings;
        this.metrics = metrics;
        this.messages = new TokenBucket(settings.maxMessagesPerSecond(), nowNanos);
        this.frames = new TokenBucket(settings.limits().maxFps(), nowNanos);
        this.bytes = new TokenBucket(settings.limits().maxBytesPerSecond(), nowNanos);
    }

    /**
     * The message, or its refusal.
     *
     * @param size in bytes
     */
    Parsed<ClientMessage> message(Parsed<ClientMessage> came, int size, long nowNanos) {
        return messages.tryTake(nowNanos)
                ? this.<ClientMessage>tooManyBytes(size, nowNanos).orElse(came)
                : exceeded(
                        RateLimit.MESSAGES,
                        "More than %d messages a second came: send fewer.".formatted(settings.maxMessagesPerSecond()));
    }

    /**
     * The frame, or its refusal.
     *
     * @param size in bytes
     */
    Parsed<Frame> frame(Parsed<Frame> came, int size, long nowNanos) {
        return frames.tryTake(nowNanos)
                ? this.<Frame>tooManyBytes(size, nowNanos).orElse(came)
                : exceeded(
                        RateLimit.FRAMES,
                        "More than %d frames a second came (maxFps): send fewer."
                                .formatted(settings.limits().maxFps()));
    }

    private <T> Optional<Parsed<T>> tooManyBytes(int size, long nowNanos) {
        return bytes.tryTake(size, nowNanos)
                ? Optional.empty()
                : Optional.of(exceeded(
                        RateLimit.BYTES,
                        "More than %d bytes a second came (maxBytesPerSecond): send smaller frames, or fewer."
                                .formatted(settings.limits().maxBytesPerSecond())));
    }

    private <T> Parsed<T> exceeded(RateLimit limit, String sentence) {
        metrics.rateExceeded(limit);
        return new Parsed.Refused<>(ErrorCode.RATE_EXCEEDED, sentence);
    }
}
