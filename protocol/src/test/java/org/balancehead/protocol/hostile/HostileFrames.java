package org.balancehead.protocol.hostile;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.balancehead.protocol.frame.Frame;
import org.balancehead.protocol.frame.FrameCodec;
import org.balancehead.protocol.frame.FrameHeader;
import org.balancehead.protocol.frame.FrameKind;
import org.balancehead.protocol.message.Codec;

/** Binary messages: frames cut short, of the wrong kind, of impossible sizes, with damaged pictures; and sound ones. */
public final class HostileFrames {
    private final SplittableRandom random;
    private final byte[] picture;
    private final int width;
    private final int height;
    private int sequence;

    /**
     * The frames of one client.
     *
     * @param picture a sound one, to be sent and to be damaged
     */
    public HostileFrames(SplittableRandom random, byte[] picture, int width, int height) {
        this.random = random;
        this.picture = picture.clone();
        this.width = width;
        this.height = height;
    }

    /** The next one, wrong in one of ten ways or, seldom, sound. */
    public byte[] next() {
        byte[] sound = sound();
        return switch (random.nextInt(10)) {
            case 0 -> noise(random.nextInt(200));
            case 1 -> Arrays.copyOf(sound, random.nextInt(FrameHeader.BYTES + 1));
            case 2 -> withDamagedPicture(sound);
            case 3 -> with(sound, 0, random.nextInt(256));
            case 4 -> with(sound, 1, random.nextInt(256));
            case 5 -> with(sound, 2, random.nextInt(8));
            case 6 -> withSize(sound, random.nextInt(65_536), random.nextInt(65_536));
            case 7 -> with(sound, 15, 128 + random.nextInt(128)); // a time below zero
            case 8 -> Arrays.copyOf(sound, FrameHeader.BYTES + random.nextInt(picture.length));
            default -> sound;
        };
    }

    /** A frame that a server must refuse by its header alone, whatever it allows. */
    public byte[] withBadHeader() {
        byte[] sound = sound();
        return switch (random.nextInt(6)) {
            case 0 -> noise(1 + random.nextInt(FrameHeader.BYTES));
            case 1 -> with(sound, 0, 2 + random.nextInt(254));
            case 2 -> with(sound, 1, 2 + random.nextInt(254));
            case 3 -> with(sound, 2, 5 + random.nextInt(251));
            case 4 -> withSize(sound, 0, random.nextInt(65_536));
            default -> with(sound, 15, 128 + random.nextInt(128));
        };
    }

    /** A right header before a picture that is none: too little of it to be decoded. */
    public byte[] withBrokenPicture() {
        byte[] sound = sound();
        return switch (random.nextInt(3)) {
            case 0 -> Arrays.copyOf(sound, FrameHeader.BYTES + 1 + random.nextInt(picture.length / 2));
            case 1 -> with(sound, FrameHeader.BYTES, random.nextInt(255)); // not the first byte of a JPEG
            default -> withNoise(sound);
        };
    }

    /** As it should be, with the next sequence number. */
    public byte[] sound() {
        sequence++;
        FrameHeader header = new FrameHeader(
                FrameKind.CAMERA, Codec.JPEG, true, false, sequence, sequence * 40_000L, width, height, 0, 0);
        return FrameCodec.encode(new Frame(header, picture));
    }

    private byte[] withNoise(byte[] frame) {
        byte[] noise = noise(picture.length);
        System.arraycopy(noise, 0, frame, FrameHeader.BYTES, noise.length);
        frame[FrameHeader.BYTES] = 'x';
        return frame;
    }

    private byte[] withDamagedPicture(byte[] frame) {
        for (int hits = 1 + random.nextInt(20); hits > 0; hits--) {
            frame[FrameHeader.BYTES + random.nextInt(picture.length)] = (byte) random.nextInt(256);
        }
        return frame;
    }

    private static byte[] withSize(byte[] frame, int width, int height) {
        ByteBuffer.wrap(frame)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putShort(16, (short) width)
                .putShort(18, (short) height);
        return frame;
    }

    private static byte[] with(byte[] frame, int at, int value) {
        frame[at] = (byte) value;
        return frame;
    }

    private byte[] noise(int length) {
        byte[] noise = new byte[length];
        for (int i = 0; i < length; i++) {
            noise[i] = (byte) random.nextInt(256);
        }
        return noise;
    }
}
