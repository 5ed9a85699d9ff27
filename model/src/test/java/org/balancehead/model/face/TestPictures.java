package org.balancehead.model.face;

import static org.bytedeco.opencv.global.opencv_core.BORDER_REPLICATE;

import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.Arrays;
import org.balancehead.model.image.ImageFiles;
import org.balancehead.model.image.RgbImage;
import org.balancehead.model.image.UnreadableImageException;

/** The pictures in this package's test resources, and what can be done to them. */
final class TestPictures {
    private TestPictures() {}

    static RgbImage read(String name) {
        URL url = TestPictures.class.getResource(name);
        if (url == null) {
            throw new IllegalArgumentException("There is no test picture " + name);
        }
        try {
            return ImageFiles.read(Path.of(url.toURI()));
        } catch (UnreadableImageException | URISyntaxException e) {
            throw new IllegalStateException(name, e);
        }
    }

    /** Both pictures side by side, of the left one's height; black below the right one where it is lower. */
    static RgbImage beside(RgbImage left, RgbImage right) {
        int width = left.width() + right.width();
        byte[] rgb = new byte[width * left.height() * 3];
        for (int y = 0; y < left.height(); y++) {
            System.arraycopy(left.rgb(), y * left.width() * 3, rgb, y * width * 3, left.width() * 3);
            if (y < right.height()) {
                int to = (y * width + left.width()) * 3;
                System.arraycopy(right.rgb(), y * right.width() * 3, rgb, to, right.width() * 3);
            }
        }
        return new RgbImage(width, left.height(), rgb);
    }

    static RgbImage part(RgbImage image, int left, int top, int width, int height) {
        byte[] rgb = new byte[width * height * 3];
        for (int y = 0; y < height; y++) {
            System.arraycopy(image.rgb(), ((top + y) * image.width() + left) * 3, rgb, y * width * 3, width * 3);
        }
        return new RgbImage(width, height, rgb);
    }

    /** With a white margin about it. */
    static RgbImage framed(RgbImage image, int margin) {
        int width = image.width() + 2 * margin;
        int height = image.height() + 2 * margin;
        byte[] rgb = new byte[width * height * 3];
        Arrays.fill(rgb, (byte) 255);
        for (int y = 0; y < image.height(); y++) {
            int to = ((y + margin) * width + margin) * 3;
            System.arraycopy(image.rgb(), y * image.width() * 3, rgb, to, image.width() * 3);
        }
        return new RgbImage(width, height, rgb);
    }

    /** With a dark rectangle on it. */
    static RgbImage painted(RgbImage image, int left, int top, int width, int height) {
        byte[] rgb = image.rgb().clone();
        for (int y = top; y < top + height; y++) {
            for (int i = (y * image.width() + left) * 3; i < (y * image.width() + left + width) * 3; i++) {
                rgb[i] = 30;
            }
        }
        return new RgbImage(image.width(), image.height(), rgb);
    }

    static RgbImage turnedClockwise(RgbImage image, double degrees) {
        int side = Math.max(image.width(), image.height());
        RotatedSquare square =
                new RotatedSquare(image.width() / 2.0, image.height() / 2.0, side, -Math.toRadians(degrees));
        return Pictures.toImage(square.cut(Pictures.of(image), side, BORDER_REPLICATE));
    }

    /** Mean absolute difference in the middle quarter, 0…255. */
    static double difference(RgbImage a, RgbImage b) {
        long sum = 0;
        int count = 0;
        for (int y = a.height() / 4; y < a.height() * 3 / 4; y++) {
            for (int i = (y * a.width() + a.width() / 4) * 3; i < (y * a.width() + a.width() * 3 / 4) * 3; i++) {
                sum += Math.abs((a.rgb()[i] & 0xff) - (b.rgb()[i] & 0xff));
                count++;
            }
        }
        return (double) sum / count;
    }
}
