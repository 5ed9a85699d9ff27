package org.balancehead.actors.session;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.balancehead.model.image.Resampling;
import org.balancehead.model.image.RgbImage;
import org.balancehead.protocol.message.Codec;
import org.balancehead.streaming.video.CodedPicture;
import org.balancehead.streaming.video.Quality;
import org.balancehead.streaming.video.VideoFrame;
import org.balancehead.streaming.video.ViewEncoder;

/** One session's encoder, used off the actors' threads; closing waits for the picture before. */
final class EncoderLane implements AutoCloseable {
    private final SerialLane lane;
    private final ViewEncoder encoder;

    EncoderLane(Codec codec, Executor executor) {
        this.lane = new SerialLane(executor);
        this.encoder = new ViewEncoder(codec);
    }

    /**
     * Brings a picture to its size and encodes it.
     *
     * @param side of the view in pixels
     */
    CompletionStage<CodedPicture> encode(
            RgbImage picture, int side, Quality quality, int framesPerSecond, boolean keyFrame) {
        return lane.run(() -> {
            RgbImage sized = Resampling.resize(picture, side, side);
            return encoder.encode(new VideoFrame(side, side, sized.rgb(), 0), quality, framesPerSecond, keyFrame);
        });
    }

    @Override
    public void close() {
        lane.run(() -> {
            encoder.close();
            return true;
        });
    }
}
