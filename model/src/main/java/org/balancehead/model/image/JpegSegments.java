package org.balancehead.model.image;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import javax.imageio.stream.ImageInputStream;

/**
 * What a JPEG says about itself before its pixels, as far as the platform's decoder leaves it to us.
 *
 * @param orientation from EXIF; upright where there is none
 * @param channels as the frame header says; 0 where there is none
 * @param adobe whether Adobe's segment is there; four-channel files with it store their inks inverted
 * @param ycck whether Adobe's segment says that the first three of four channels are luma and chroma
 */
record JpegSegments(Orientation orientation, int channels, boolean adobe, boolean ycck) {
    private static final byte[] EXIF = "Exif\0\0".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] ADOBE = "Adobe".getBytes(StandardCharsets.US_ASCII);
    private static final int ADOBE_TRANSFORM_AT = 11;
    private static final int CHANNELS_AT = 5;
    private static final int APP1 = 0xe1;
    private static final int APP14 = 0xee;
    private static final int START_OF_SCAN = 0xda;
    private static final int ORIENTATION_TAG = 0x0112;
    private static final int TIFF_ENTRY_BYTES = 12;

    /** Reads the segments up to the first scan and puts the stream back; other formats and damage end the reading. */
    static JpegSegments of(ImageInputStream stream) throws IOException {
        Orientation orientation = Orientation.UPRIGHT;
        int channels = 0;
        boolean adobe = false;
        boolean ycck = false;
        long start = stream.getStreamPosition();
        stream.setByteOrder(ByteOrder.BIG_ENDIAN);
        int marker = stream.read() == 0xff && stream.read() == 0xd8 ? nextMarker(stream) : -1;
        while (marker >= 0 && marker != START_OF_SCAN) {
            byte[] payload = payload(stream);
            if (marker == APP1 && startsWith(payload, EXIF)) {
                orientation = orientation(payload);
            } else if (marker == APP14 && startsWith(payload, ADOBE) && payload.length > ADOBE_TRANSFORM_AT) {
                adobe = true;
                ycck = payload[ADOBE_TRANSFORM_AT] == 2;
            } else if (isFrameHeader(marker) && payload.length > CHANNELS_AT) {
                channels = payload[CHANNELS_AT];
            }
            marker = nextMarker(stream);
        }
        stream.seek(start);
        return new JpegSegments(orientation, channels, adobe, ycck);
    }

    /** SOF0…SOF15; three codes among them mean tables and extensions. */
    private static boolean isFrameHeader(int marker) {
        return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
    }

    /** The next marker's code, or −1 where none stands. Markers may be preceded by fill bytes. */
    private static int nextMarker(ImageInputStream stream) throws IOException {
        if (stream.read() != 0xff) {
            return -1;
        }
        int code = stream.read();
        while (code == 0xff) {
            code = stream.read();
        }
        return code;
    }

    /** A segment's bytes, fewer where the file ends; at most 64 KiB by the format. */
    private static byte[] payload(ImageInputStream stream) throws IOException {
        int high = stream.read();
        int low = stream.read();
        byte[] payload = new byte[Math.max(0, (high << 8 | low) - 2)];
        int read = Math.max(0, stream.read(payload));
        return Arrays.copyOf(payload, read);
    }

    private static boolean startsWith(byte[] payload, byte[] name) {
        return payload.length >= name.length && Arrays.equals(payload, 0, name.length, name, 0, name.length);
    }

    /** The orientation in the first directory of the TIFF structure that EXIF is. */
    private static Orientation orientation(byte[] exif) {
        ByteBuffer tiff =
                ByteBuffer.wrap(exif, EXIF.length, exif.length - EXIF.length).slice();
        try {
            tiff.order(tiff.getShort() == 0x4949 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
            tiff.getShort();
            tiff.position(Math.max(0, Math.min(tiff.getInt(), tiff.limit())));
            int entries = Short.toUnsignedInt(tiff.getShort());
            for (int i = 0; i < entries; i++) {
                int entry = tiff.position();
                if (Short.toUnsignedInt(tiff.getShort()) == ORIENTATION_TAG) {
                    tiff.position(entry + 8);
                    return Orientation.ofExif(tiff.getShort());
                }
                tiff.position(Math.min(entry + TIFF_ENTRY_BYTES, tiff.limit()));
            }
            return Orientation.UPRIGHT;
        } catch (BufferUnderflowException cutShort) {
            return Orientation.UPRIGHT;
        }
    }
}
