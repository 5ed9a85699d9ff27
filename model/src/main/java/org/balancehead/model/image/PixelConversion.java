package org.balancehead.model.image;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.awt.image.Raster;

/** From and to the platform's pictures: grey, palettes, profiles, alpha and inks become plain sRGB on white. */
final class PixelConversion {
    private PixelConversion() {}

    static RgbImage fromPlatform(BufferedImage picture) {
        return picture.getColorModel().getColorSpace().getType() == ColorSpace.TYPE_GRAY
                ? fromGrey(picture)
                : fromColour(picture);
    }

    static BufferedImage toPlatform(RgbImage image) {
        BufferedImage picture = new BufferedImage(image.width(), image.height(), BufferedImage.TYPE_3BYTE_BGR);
        swapRedAndBlue(image.rgb(), ((DataBufferByte) picture.getRaster().getDataBuffer()).getData());
        return picture;
    }

    /**
     * Four inks, or luma, chroma and black, to colour, without a profile.
     *
     * @param raster the decoder's raw channels
     */
    static RgbImage fromInks(Raster raster, JpegSegments segments) {
        int width = raster.getWidth();
        int height = raster.getHeight();
        byte[] rgb = new byte[width * height * 3];
        int[] row = new int[width * 4];
        int at = 0;
        for (int y = 0; y < height; y++) {
            raster.getPixels(0, y, width, 1, row);
            for (int x = 0; x < row.length; x += 4) {
                if (segments.ycck()) {
                    lumaToInks(row, x);
                }
                int paper = segments.adobe() ? row[x + 3] : 255 - row[x + 3];
                for (int c = 0; c < 3; c++) {
                    int clear = segments.adobe() ? row[x + c] : 255 - row[x + c];
                    rgb[at++] = (byte) ((clear * paper + 127) / 255);
                }
            }
        }
        return new RgbImage(width, height, rgb);
    }

    /** Luma and chroma (JFIF's) to the inks as Adobe stores them: the complement of red, green and blue. */
    private static void lumaToInks(int[] row, int x) {
        double luma = row[x];
        double blue = row[x + 1] - 128;
        double red = row[x + 2] - 128;
        row[x] = 255 - clamp(luma + 1.402 * red);
        row[x + 1] = 255 - clamp(luma - 0.344136 * blue - 0.714136 * red);
        row[x + 2] = 255 - clamp(luma + 1.772 * blue);
    }

    private static int clamp(double value) {
        return (int) Math.max(0, Math.min(255, Math.round(value)));
    }

    private static RgbImage fromColour(BufferedImage picture) {
        BufferedImage flat = new BufferedImage(picture.getWidth(), picture.getHeight(), BufferedImage.TYPE_3BYTE_BGR);
        Graphics2D canvas = flat.createGraphics();
        canvas.drawImage(picture, 0, 0, Color.WHITE, null);
        canvas.dispose();
        byte[] pixels = ((DataBufferByte) flat.getRaster().getDataBuffer()).getData();
        swapRedAndBlue(pixels, pixels);
        return new RgbImage(picture.getWidth(), picture.getHeight(), pixels);
    }

    /** Grey goes by its samples: the platform takes grey as linear light and would brighten it. */
    private static RgbImage fromGrey(BufferedImage picture) {
        Raster raster = picture.getRaster();
        int width = picture.getWidth();
        int bands = raster.getNumBands();
        double white = (1 << picture.getColorModel().getComponentSize(0)) - 1;
        byte[] rgb = new byte[width * picture.getHeight() * 3];
        int[] row = new int[width * bands];
        int at = 0;
        for (int y = 0; y < picture.getHeight(); y++) {
            raster.getPixels(0, y, width, 1, row);
            for (int x = 0; x < row.length; x += bands) {
                double opacity = bands > 1 ? row[x + 1] / white : 1;
                byte grey = (byte) Math.round(255 * (row[x] / white * opacity + 1 - opacity));
                rgb[at++] = grey;
                rgb[at++] = grey;
                rgb[at++] = grey;
            }
        }
        return new RgbImage(width, picture.getHeight(), rgb);
    }

    private static void swapRedAndBlue(byte[] from, byte[] to) {
        for (int i = 0; i < from.length; i += 3) {
            byte first = from[i];
            to[i + 1] = from[i + 1];
            to[i] = from[i + 2];
            to[i + 2] = first;
        }
    }
}
