package org.balancehead.streaming.video;

import java.io.ByteArrayOutputStream;

/**
 * A JPEG from a stranger, looked through before a pixel is decoded, and reduced to what decoding needs. Its size is
 * known, and so is the most work that it can make: each scan costs up to a pass over all pixels and each table its
 * construction, and FFmpeg does as many as come, so that a progressive picture of a few kilobytes could keep a core
 * busy for minutes. Comments and the segments of applications are left out: FFmpeg reads some of them by other rules
 * than their length, and what hides in them would not be counted.
 *
 * @param width columns, at least 1
 * @param height rows, at least 1
 * @param bytes the picture, handed over
 */
record BoundedJpeg(int width, int height, byte[] bytes) {
    /** Encoders write ten for a progressive colour picture, those that search for the best some more. */
    static final int MAX_SCANS = 32;

    /** Four or eight a picture, anew for each scan at most. */
    private static final int MAX_TABLES = 256;

    private static final int HUFFMAN_TABLES = 0xc4;
    private static final int END_OF_IMAGE = 0xd9;
    private static final int START_OF_SCAN = 0xda;
    private static final int QUANTISER_TABLES = 0xdb;
    private static final int ADOBE = 0xee;
    private static final int COMMENT = 0xfe;

    /** Adobe's segment tells the colour space; its length never differs. */
    private static final int ADOBE_LENGTH = 14;

    /** @throws UnreadableMediaException when it is no JPEG, or one of a kind or extent that no camera makes */
    static BoundedJpeg of(byte[] jpeg) throws UnreadableMediaException {
        if (at(jpeg, 0) != 0xff || at(jpeg, 1) != 0xd8) {
            throw UnreadableMediaException.damaged("The frame is not a JPEG: send JPEG pictures.");
        }
        return new Walk(jpeg).walk();
    }

    /** From marker to marker, counting. */
    private static final class Walk {
        private final byte[] jpeg;
        private final ByteArrayOutputStream kept;
        private int width;
        private int height;
        private int scans;
        private int tables;
        private boolean adobe;

        Walk(byte[] jpeg) {
            this.jpeg = jpeg;
            this.kept = new ByteArrayOutputStream(jpeg.length);
        }

        BoundedJpeg walk() throws UnreadableMediaException {
            int keptUntil = 0;
            int position = nextMarker(2);
            while (position < jpeg.length && at(jpeg, position + 1) != END_OF_IMAGE) {
                int end = take(at(jpeg, position + 1), position);
                if (isLeftOut(at(jpeg, position + 1), position)) {
                    kept.write(jpeg, keptUntil, position - keptUntil);
                    keptUntil = end;
                }
                position = nextMarker(end);
            }
            kept.write(jpeg, keptUntil, jpeg.length - keptUntil);
            if (width == 0 || scans == 0) {
                throw UnreadableMediaException.damaged("The JPEG has no header or no picture: send whole pictures.");
            }
            return new BoundedJpeg(width, height, kept.toByteArray());
        }

        /** Counts a segment, and returns from where on markers are looked for again. */
        private int take(int marker, int position) throws UnreadableMediaException {
            if (isOfNoUse(marker)) {
                return endOfSegment(position);
            }
            if (marker == QUANTISER_TABLES || marker == HUFFMAN_TABLES) {
                int end = endOfSegment(position);
                countTables(marker, position + 4, end);
                return end;
            }
            if (marker == START_OF_SCAN && ++scans > MAX_SCANS) {
                throw UnreadableMediaException.damaged(
                        "The JPEG has more than %d scans: send baseline JPEG.".formatted(MAX_SCANS));
            }
            if (isFrameHeader(marker)) {
                readFrameHeader(marker, position);
            }
            return position + 2; // looked through, so that nothing hides where FFmpeg would find it
        }

        private void readFrameHeader(int marker, int position) throws UnreadableMediaException {
            if (width != 0) {
                throw UnreadableMediaException.damaged("The JPEG holds several pictures: send one at a time.");
            }
            if (marker > 0xc2) {
                throw UnreadableMediaException.damaged(
                        "The JPEG is of a kind that cameras do not make: send baseline or progressive JPEG.");
            }
            height = both(jpeg, position + 5);
            width = both(jpeg, position + 7);
            if (width < 1 || height < 1) {
                throw UnreadableMediaException.damaged("The JPEG's header states no size: send whole pictures.");
            }
        }

        /** Tables must fill their segment exactly: what was left over would be read as something else. */
        private void countTables(int marker, int from, int end) throws UnreadableMediaException {
            int position = from;
            while (position < end) {
                position +=
                        marker == HUFFMAN_TABLES ? huffmanTable(position) : 1 + (at(jpeg, position) < 16 ? 64 : 128);
                tables++;
            }
            if (position != end || tables > MAX_TABLES) {
                throw UnreadableMediaException.damaged(
                        "The JPEG's tables are damaged, or more than %d: send whole baseline pictures."
                                .formatted(MAX_TABLES));
            }
        }

        /** Its bytes: class and index, how many codes of each length, the codes' symbols. */
        private int huffmanTable(int position) {
            int symbols = 0;
            for (int length = 1; length <= 16; length++) {
                symbols += at(jpeg, position + length);
            }
            return 17 + symbols;
        }

        private int endOfSegment(int position) throws UnreadableMediaException {
            int end = position + 2 + both(jpeg, position + 2);
            if (end < position + 4 || end > jpeg.length) {
                throw UnreadableMediaException.damaged("The JPEG is damaged or cut short: send whole pictures.");
            }
            return end;
        }

        private boolean isLeftOut(int marker, int position) {
            if (marker == ADOBE && !adobe && both(jpeg, position + 2) == ADOBE_LENGTH) {
                adobe = true;
                return false;
            }
            return isOfNoUse(marker);
        }

        /** Where the next marker begins that is neither stuffing nor a restart; the end if there is none. */
        private int nextMarker(int from) {
            int position = from;
            while (position < jpeg.length - 1
                    && !(jpeg[position] == (byte) 0xff && isMarker(jpeg[position + 1] & 0xff))) {
                position++;
            }
            return position < jpeg.length - 1 ? position : jpeg.length;
        }
    }

    private static boolean isMarker(int code) {
        return code >= 0xc0 && code <= 0xfe && !(code >= 0xd0 && code <= 0xd7);
    }

    /** SOF0…SOF15 and JPEG-LS; three codes among them mean tables and extensions. */
    private static boolean isFrameHeader(int marker) {
        boolean inRange = marker >= 0xc0 && marker <= 0xcf;
        return marker == 0xf7 || (inRange && marker != HUFFMAN_TABLES && marker != 0xc8 && marker != 0xcc);
    }

    private static boolean isOfNoUse(int marker) {
        return (marker >= 0xe0 && marker <= 0xef) || marker == COMMENT;
    }

    private static int both(byte[] jpeg, int position) {
        return at(jpeg, position) << 8 | at(jpeg, position + 1);
    }

    /** A byte, or 0 past the end: 0 is no marker and no size. */
    private static int at(byte[] jpeg, int position) {
        return position < jpeg.length ? jpeg[position] & 0xff : 0;
    }
}
