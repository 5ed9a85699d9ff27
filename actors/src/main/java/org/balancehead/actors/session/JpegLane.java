package org.balancehead.actors.session;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.balancehead.protocol.message.Limits;
import org.balancehead.streaming.video.JpegCodec;
import org.balancehead.streaming.video.UnreadableMediaException;
import org.balancehead.streaming.video.VideoFrame;

/** One JPEG decoder, used off the actors' threads; closing waits for the pictures before. */
final class JpegLane implements AutoCloseable {
    private final SerialLane lane;
    private final JpegCodec codec;

    JpegLane(Limits limits, Executor executor) {
        this.lane = new SerialLane(executor);
        this.codec = new JpegCodec(limits.maxFrameWidth(), limits.maxFrameHeight());
    }

    /** Fails with an {@link UnreadableMediaException} for a picture that is damaged or too large. */
    CompletionStage<VideoFrame> decode(byte[] jpeg, long timeMicros) {
        return lane.run(() -> codec.decode(jpeg, timeMicros));
    }

    @Override
    public void close() {
        lane.run(() -> {
            codec.close();
            return true;
        });
    }
}
