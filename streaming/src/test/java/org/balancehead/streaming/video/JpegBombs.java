package org.balancehead.streaming.video;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/** Pictures that make more work than they look, and segments where they do not belong. */
final class JpegBombs {
    private static final int START_OF_SCAN = 0xda;

    private JpegBombs() {}

    /** A progressive JPEG by the JDK's encoder. */
    static byte[] progressive(VideoFrame frame) throws IOException {
        int width = frame.width();
        int height = frame.height();
        BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < width * height; i++) {
            int red = frame.rgb()[3 * i] & 0xff;
            int green = frame.rgb()[3 * i + 1] & 0xff;
            int blue = frame.rgb()[3 * i + 2] & 0xff;
            picture.setRGB(i % width, i / width, red << 16 | green << 8 | blue);
        }
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ImageWriteParam settings = writer.getDefaultWriteParam();
        settings.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
        settings.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        settings.setCompressionQuality(0.95f);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
            writer.setOutput(out);
            writer.write(null, new IIOImage(picture, null, null), settings);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    /** A picture all black: its scans have a few bytes each. */
    static VideoFrame black(int width, int height) {
        return new VideoFrame(width, height, new byte[3 * width * height], 0);
    }

    /** The same picture with its last scan again and again, until it has so many. */
    static byte[] scans(byte[] progressive, int wanted) {
        int last = progressive.length;
        int count = 0;
        for (int i = 0; i < progressive.length - 1; i++) {
            if ((progressive[i] & 0xff) == 0xff && (progressive[i + 1] & 0xff) == START_OF_SCAN) {
                last = i;
                count++;
            }
        }
        int end = progressive.length - 2; // before the end of the image
        byte[] scan = Arrays.copyOfRange(progressive, last, end);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(progressive, 0, end);
        for (int i = count; i < wanted; i++) {
            bytes.writeBytes(scan);
        }
        bytes.write(progressive, end, 2);
        return bytes.toByteArray();
    }

    /** The picture with one more segment before all others. */
    static byte[] with(byte[] jpeg, int marker, byte[] content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(jpeg, 0, 2);
        bytes.write(0xff);
        bytes.write(marker);
        bytes.write((content.length + 2) >> 8);
        bytes.write(content.length + 2);
        bytes.writeBytes(content);
        bytes.write(jpeg, 2, jpeg.length - 2);
        return bytes.toByteArray();
    }
}
