package org.balancehead.protocol.frame;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import org.balancehead.protocol.message.Codec;
import org.balancehead.protocol.message.ErrorCode;
import org.balancehead.protocol.message.Parsed;

/**
 * Frames to and from bytes, little-endian. Whatever a peer sends ends in a {@link Parsed}, never in an exception. Only
 * the layout is judged here; sizes that a server allows are its own business.
 */
public final class FrameCodec {
    private static final int KEY_FRAME = 1;
    private static final int MIRRORED = 2;

    private FrameCodec() {}

    public static byte[] encode(Frame frame) {
        FrameHeader header = frame.header();
        ByteBuffer bytes = ByteBuffer.allocate(FrameHeader.BYTES + frame.payload().length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put((byte) FrameHeader.VERSION)
                .put((byte) header.kind().number())
                .put((byte) header.codec().number())
                .put((byte) ((header.keyFrame() ? KEY_FRAME : 0) | (header.mirrored() ? MIRRORED : 0)))
                .putInt((int) header.sequence())
                .putLong(header.timeMicros())
                .putShort((short) header.width())
                .putShort((short) header.height())
                .putInt((int) header.revision())
                .putInt((int) header.model())
                .put(frame.payload());
        return bytes.array();
    }

    /**
     * The frame in a message, or the refusal to answer with. Flags that have no meaning yet are ignored.
     *
     * @param expected the kind that this side of the connection receives
     */
    public static Parsed<Frame> decode(byte[] message, FrameKind expected) {
        if (message.length <= FrameHeader.BYTES) {
            return bad("The binary message has %d bytes, but a header of %d and a payload are needed."
                    .formatted(message.length, FrameHeader.BYTES));
        }
        ByteBuffer bytes = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
        int version = Byte.toUnsignedInt(bytes.get());
        int kind = Byte.toUnsignedInt(bytes.get());
        int codecNumber = Byte.toUnsignedInt(bytes.get());
        int flags = bytes.get();
        if (version != FrameHeader.VERSION) {
            return bad("The frame header has version %d, but only %d is spoken here."
                    .formatted(version, FrameHeader.VERSION));
        }
        if (kind != expected.number()) {
            return bad("The frame is of kind %d, but only %d is taken in this direction."
                    .formatted(kind, expected.number()));
        }
        Optional<Codec> codec = Codec.ofNumber(codecNumber);
        if (codec.isEmpty()) {
            return bad("The frame names codec %d, but only 1 to 4 exist.".formatted(codecNumber));
        }
        long sequence = Integer.toUnsignedLong(bytes.getInt());
        long timeMicros = bytes.getLong();
        int width = Short.toUnsignedInt(bytes.getShort());
        int height = Short.toUnsignedInt(bytes.getShort());
        long revision = Integer.toUnsignedLong(bytes.getInt());
        long model = Integer.toUnsignedLong(bytes.getInt());
        if (timeMicros < 0) {
            return bad("The frame's time is %s µs, which no clock shows.".formatted(Long.toUnsignedString(timeMicros)));
        }
        if (width == 0 || height == 0) {
            return bad("The frame says that it is %d×%d pixels.".formatted(width, height));
        }
        byte[] payload = new byte[bytes.remaining()];
        bytes.get(payload);
        return new Parsed.Accepted<>(new Frame(
                new FrameHeader(
                        expected,
                        codec.get(),
                        (flags & KEY_FRAME) != 0,
                        (flags & MIRRORED) != 0,
                        sequence,
                        timeMicros,
                        width,
                        height,
                        revision,
                        model),
                payload));
    }

    private static Parsed<Frame> bad(String message) {
        return new Parsed.Refused<>(ErrorCode.BAD_FRAME, message);
    }
}
