package org.balancehead.actors.session;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.balancehead.actors.inference.Outcome;
import org.balancehead.actors.metrics.Step;
import org.balancehead.actors.metrics.WorkMetrics;
import org.balancehead.protocol.frame.Frame;
import org.balancehead.protocol.frame.FrameHeader;
import org.balancehead.protocol.frame.FrameKind;
import org.balancehead.protocol.frame.SequenceNumber;
import org.balancehead.protocol.message.Codec;
import org.balancehead.streaming.flow.Rung;
import org.balancehead.streaming.video.CodedPicture;

/** Makes frames of one stream's views: encodes and numbers them. Confined to the stream. */
final class ViewCoding implements AutoCloseable {
    private final Codec codec;
    private final WorkMetrics metrics;
    private final EncoderLane encoder;
    private boolean keyFrameDue;
    private long sequence;

    /** @param executor that may be blocked by an encoder */
    ViewCoding(Codec codec, Executor executor, WorkMetrics metrics) {
        this.codec = codec;
        this.metrics = metrics;
        this.encoder = new EncoderLane(codec, executor);
    }

    /** The next view is a key frame: who sees it may not have the one before. */
    void beginAnew() {
        keyFrameDue = true;
    }

    CompletionStage<CodedPicture> encode(Outcome.ViewRendered view, Rung rung) {
        long began = System.nanoTime();
        boolean keyFrame = keyFrameDue;
        keyFrameDue = false;
        return encoder.encode(view.image(), rung.side(), rung.quality(), rung.framesPerSecond(), keyFrame)
                .whenComplete(
                        (picture, trouble) -> metrics.took(Step.ENCODE, Duration.ofNanos(System.nanoTime() - began)));
    }

    /** Gives it the next number. */
    Frame frame(CodedPicture picture, Outcome.ViewRendered view, ViewInHand made) {
        sequence = SequenceNumber.next(sequence);
        FrameHeader header = new FrameHeader(
                FrameKind.VIEW,
                codec,
                picture.keyFrame(),
                false,
                sequence,
                made.reflectedTimeMicros(),
                made.rung().side(),
                made.rung().side(),
                view.revision(),
                view.model());
        return new Frame(header, picture.bytes());
    }

    @Override
    public void close() {
        encoder.close();
    }
}
