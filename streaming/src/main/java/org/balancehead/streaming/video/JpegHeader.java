package org.balancehead.streaming.video;

/**
 * The size that a JPEG's frame header states.
 *
 * @param width columns, at least 1
 * @param height rows, at least 1
 */
record JpegHeader(int width, int height) {
    private static final int START_OF_SCAN = 0xda;

    /** Walks the segments up to the frame header, without decoding. */
    static JpegHeader of(byte[] jpeg) throws UnreadableMediaException {
        if (at(jpeg, 0) != 0xff || at(jpeg, 1) != 0xd8) {
            throw UnreadableMediaException.damaged("The frame is not a JPEG: send JPEG pictures.");
        }
        int position = 2;
        while (at(jpeg, position) == 0xff) {
            int marker = at(jpeg, position + 1);
            if (marker == 0xff) {
                position++; // a fill byte
            } else if (isFrameHeader(marker)) {
                return read(jpeg, position);
            } else if (marker == START_OF_SCAN) {
                break;
            } else {
                position += 2 + Math.max(2, both(jpeg, position + 2));
            }
        }
        throw UnreadableMediaException.damaged("The JPEG has no frame header: send whole pictures.");
    }

    private static JpegHeader read(byte[] jpeg, int position) throws UnreadableMediaException {
        int height = both(jpeg, position + 5);
        int width = both(jpeg, position + 7);
        if (width < 1 || height < 1) {
            throw UnreadableMediaException.damaged("The JPEG's header states no size: send whole pictures.");
        }
        return new JpegHeader(width, height);
    }

    /** SOF0…SOF15; three codes among them mean tables and extensions. */
    private static boolean isFrameHeader(int marker) {
        return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
    }

    private static int both(byte[] jpeg, int position) {
        return at(jpeg, position) << 8 | at(jpeg, position + 1);
    }

    /** A byte, or 0 past the end: 0 is no marker and no size. */
    private static int at(byte[] jpeg, int position) {
        return position < jpeg.length ? jpeg[position] & 0xff : 0;
    }
}
