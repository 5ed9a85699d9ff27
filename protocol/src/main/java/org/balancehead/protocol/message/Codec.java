package org.balancehead.protocol.message;

import java.util.Optional;

/** How a frame's payload is encoded. */
public enum Codec implements WireNamed {
    JPEG("jpeg", 1),
    /** Annex B byte stream. */
    H264("h264", 2),
    VP8("vp8", 3),
    PNG("png", 4);

    private final String wireName;
    private final int number;

    Codec(String wireName, int number) {
        this.wireName = wireName;
        this.number = number;
    }

    @Override
    public String wireName() {
        return wireName;
    }

    /** Its number in the frame header. */
    public int number() {
        return number;
    }

    /** The codec of that header number, if there is one. */
    public static Optional<Codec> ofNumber(int number) {
        for (Codec codec : values()) {
            if (codec.number == number) {
                return Optional.of(codec);
            }
        }
        return Optional.empty();
    }
}
