package org.balancehead.streaming.video;

import org.balancehead.protocol.message.Codec;

/**
 * Decodes and encodes the JPEG frames of one stream. Confined to one thread at a time; keeps its native buffers between
 * frames.
 */
public final class JpegCodec implements AutoCloseable {
    private static final int ANY_PACE = 25; // asked for, and without meaning for single pictures

    private final JpegDecoder decoder;
    private final ViewEncoder encoder = new ViewEncoder(Codec.JPEG);

    /**
     * A codec that refuses larger pictures by their header, before a pixel is decoded.
     *
     * @param maxWidth columns that a decoded frame may have
     * @param maxHeight rows that a decoded frame may have
     */
    public JpegCodec(int maxWidth, int maxHeight) {
        decoder = new JpegDecoder(maxWidth, maxHeight);
    }

    /**
     * Decodes one picture.
     *
     * @param jpeg a whole JPEG file; its length is bounded by the caller
     * @param timeMicros the time that the frame shall carry
     * @throws UnreadableMediaException when the bytes are no whole JPEG, or one that is too large
     */
    public VideoFrame decode(byte[] jpeg, long timeMicros) throws UnreadableMediaException {
        return decoder.decode(jpeg, timeMicros);
    }

    /** Encodes one frame as a JPEG file of good quality (quantiser scale 2, chroma halved). */
    public byte[] encode(VideoFrame frame) {
        return encoder.encode(frame, Quality.FINE, ANY_PACE, true).bytes();
    }

    @Override
    public void close() {
        decoder.close();
        encoder.close();
    }
}
