package org.balancehead.streaming.video;

import org.balancehead.protocol.message.Codec;
import org.jspecify.annotations.Nullable;

/**
 * Encodes the pictures of one stream, on the caller's thread and without delay: each picture's bytes come at once.
 * Confined to one thread at a time; its native memory is held from the first picture until it is closed.
 */
public final class ViewEncoder implements AutoCloseable {
    private final Codec codec;
    private @Nullable PictureForm form;
    private @Nullable PictureEncoder encoder;

    public ViewEncoder(Codec codec) {
        this.codec = codec;
    }

    /**
     * Encodes one picture. The first is a key frame, and so is the first after a change of size, quality or pace.
     *
     * @param frame for H.264 and VP8 of even sides of at least 16
     * @param framesPerSecond the pace of the stream, at least 1
     * @param keyFrame whether it must be decodable without those before it
     */
    public CodedPicture encode(VideoFrame frame, Quality quality, int framesPerSecond, boolean keyFrame) {
        PictureForm wanted = new PictureForm(codec, frame.width(), frame.height(), quality, framesPerSecond);
        PictureEncoder open = encoder;
        if (open == null || !wanted.equals(form)) {
            close();
            open = new PictureEncoder(wanted);
            encoder = open;
            form = wanted;
        }
        return open.encode(frame.rgb(), keyFrame);
    }

    @Override
    public void close() {
        if (encoder != null) {
            encoder.close();
            encoder = null;
        }
    }
}
