package org.balancehead.actors.session;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.balancehead.protocol.message.Limits;
import org.balancehead.streaming.video.JpegCodec;
import org.balancehead.streaming.video.UnreadableMediaException;
import org.balancehead.streaming.video.VideoFrame;

/**
 * One JPEG codec, used off the actors' threads: tasks run one after the other on the executor, so that the codec stays
 * confined, and closing waits for those before.
 */
final class JpegLane implements AutoCloseable {
    private final Executor executor;
    private final JpegCodec codec;
    private CompletableFuture<?> last = CompletableFuture.completedFuture(null);

    JpegLane(Limits limits, Executor executor) {
        this.executor = executor;
        this.codec = new JpegCodec(limits.maxFrameWidth(), limits.maxFrameHeight());
    }

    /** Fails with an {@link UnreadableMediaException} for a picture that is damaged or too large. */
    CompletionStage<VideoFrame> decode(byte[] jpeg, long timeMicros) {
        CompletableFuture<VideoFrame> decoded = last.handleAsync(
                (before, trouble) -> {
                    try {
                        return codec.decode(jpeg, timeMicros);
                    } catch (UnreadableMediaException e) {
                        throw new CompletionException(e);
                    }
                },
                executor);
        last = decoded;
        return decoded;
    }

    CompletionStage<byte[]> encode(VideoFrame frame) {
        CompletableFuture<byte[]> encoded = last.handleAsync((before, trouble) -> codec.encode(frame), executor);
        last = encoded;
        return encoded;
    }

    @Override
    public void close() {
        last = last.handleAsync(
                (before, trouble) -> {
                    codec.close();
                    return before;
                },
                executor);
    }
}
