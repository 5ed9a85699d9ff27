package org.balancehead.protocol.frame;

import org.balancehead.protocol.message.Codec;

/**
 * The 28-byte header of a binary message.
 *
 * @param keyFrame whether the payload can be decoded without those before it
 * @param mirrored whether the camera picture is mirrored
 * @param sequence 0…2³²−1, counts from 1 in each direction and wraps
 * @param timeMicros camera frame: the client's capture time; view in mirror mode: that of the frame it reflects, else 0
 * @param width pixels, 0…65535
 * @param height pixels, 0…65535
 * @param revision view: revision of the avatar shown; camera frame: 0
 * @param model view: number of the model version shown; camera frame: 0
 */
public record FrameHeader(
        FrameKind kind,
        Codec codec,
        boolean keyFrame,
        boolean mirrored,
        long sequence,
        long timeMicros,
        int width,
        int height,
        long revision,
        long model) {
    /** Bytes of every header. */
    public static final int BYTES = 28;

    /** The version that this layout is. */
    public static final int VERSION = 1;

    public FrameHeader {
        checkUnsigned("sequence", sequence, SequenceNumber.MAX);
        checkUnsigned("time", timeMicros, Long.MAX_VALUE);
        checkUnsigned("width", width, 0xffff);
        checkUnsigned("height", height, 0xffff);
        checkUnsigned("revision", revision, SequenceNumber.MAX);
        checkUnsigned("model", model, SequenceNumber.MAX);
    }

    private static void checkUnsigned(String field, long value, long most) {
        if (value < 0 || value > most) {
            throw new IllegalArgumentException("%s is %d, but must be from 0 to %d.".formatted(field, value, most));
        }
    }
}
