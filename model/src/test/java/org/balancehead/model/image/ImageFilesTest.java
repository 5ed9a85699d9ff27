package org.balancehead.model.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageFilesTest {
    @TempDir
    private Path folder;

    @Test
    void aPngComesBackAsItWasWritten() throws IOException {
        RgbImage image = noise(7, 5);

        ImageFiles.writePng(image, folder.resolve("a.png"));

        RgbImage back = ImageFiles.read(folder.resolve("a.png"));
        assertThat(back.width()).isEqualTo(7);
        assertThat(back.height()).isEqualTo(5);
        assertThat(back.rgb()).isEqualTo(image.rgb());
    }

    @Test
    void writingReplacesAndLeavesNothingElse() throws IOException {
        Path file = Files.writeString(folder.resolve("a.png"), "old");

        ImageFiles.writePng(noise(3, 3), file);

        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
        assertThat(ImageFiles.read(file).width()).isEqualTo(3);
    }

    /** EXIF 2.3, table "Orientation": where the first stored row, and in it the first column, is seen. */
    @ParameterizedTest
    @CsvSource({
        "1, 40, 24, 0, 0, 1, 0",
        "2, 40, 24, 1, 0, 0, 0",
        "3, 40, 24, 1, 1, 0, 1",
        "4, 40, 24, 0, 1, 1, 1",
        "5, 24, 40, 0, 0, 0, 1",
        "6, 24, 40, 1, 0, 1, 1",
        "7, 24, 40, 1, 1, 1, 0",
        "8, 24, 40, 0, 1, 0, 0",
        "9, 40, 24, 0, 0, 1, 0"
    })
    void turnsPhotosUpright(int orientation, int width, int height, int firstX, int firstY, int rowEndX, int rowEndY)
            throws IOException {
        BufferedImage stored = filled(40, 24, BufferedImage.TYPE_INT_RGB, Color.BLACK);
        paint(stored, 0, 0, 8, 8, Color.RED);
        paint(stored, 32, 0, 8, 8, Color.GREEN);
        Path photo = write("photo.jpg", JpegBytes.withOrientation(JpegBytes.of(stored), orientation));

        RgbImage upright = ImageFiles.read(photo);

        assertThat(upright.width()).isEqualTo(width);
        assertThat(upright.height()).isEqualTo(height);
        assertThat(corner(upright, firstX, firstY)).isEqualTo("red");
        assertThat(corner(upright, rowEndX, rowEndY)).isEqualTo("green");
    }

    @Test
    void layersTransparencyOnWhite() throws IOException {
        BufferedImage picture = filled(4, 4, BufferedImage.TYPE_INT_ARGB, new Color(200, 0, 0, 128));

        RgbImage read = ImageFiles.read(writePng("veil.png", picture));

        assertThat(read.channel(1, 1, 0)).isBetween(226, 228);
        assertThat(read.channel(1, 1, 1)).isBetween(126, 128);
    }

    @Test
    void keepsTheValuesOfGreyPictures() throws IOException {
        BufferedImage picture = new BufferedImage(16, 16, BufferedImage.TYPE_BYTE_GRAY);
        fillRaster(picture.getRaster(), 100);
        BufferedImage deep = new BufferedImage(16, 16, BufferedImage.TYPE_USHORT_GRAY);
        fillRaster(deep.getRaster(), 100 * 257);

        assertThat(ImageFiles.read(writePng("grey.png", picture)).channel(3, 3, 1))
                .isEqualTo(100);
        assertThat(ImageFiles.read(writePng("deep.png", deep)).channel(3, 3, 1)).isEqualTo(100);
        assertThat(ImageFiles.read(write("grey.jpg", JpegBytes.of(picture))).channel(3, 3, 1))
                .isBetween(98, 102);
    }

    @Test
    void readsTheFourInksOfPrinting() throws IOException {
        byte[] plain = JpegBytes.ofRaw(inks(0, 255, 255, 0));
        byte[] inverted = JpegBytes.withAdobe(JpegBytes.ofRaw(inks(255, 0, 0, 255)), 0);
        byte[] luma = JpegBytes.withAdobe(JpegBytes.ofRaw(inks(179, 171, 0, 255)), 2);

        assertThat(corner(ImageFiles.read(write("cmyk.jpg", plain)), 0, 0)).isEqualTo("red");
        assertThat(corner(ImageFiles.read(write("adobe.jpg", inverted)), 0, 0)).isEqualTo("red");
        assertThat(corner(ImageFiles.read(write("ycck.jpg", luma)), 0, 0)).isEqualTo("red");
    }

    @Test
    void refusesAHundredMegapixelsByTheHeader() throws IOException {
        byte[] small = JpegBytes.of(filled(64, 64, BufferedImage.TYPE_INT_RGB, Color.GRAY));
        Path bomb = write("bomb.jpg", JpegBytes.claiming(small, 10_000, 10_000));

        assertThatThrownBy(() -> ImageFiles.read(bomb))
                .isInstanceOf(UnreadableImageException.class)
                .hasMessage(bomb + " has 100 megapixels (10000×10000), the limit is 50: scale it down.");
    }

    @Test
    void refusesAMissingFile() {
        Path nowhere = folder.resolve("nowhere.jpg");

        assertThatThrownBy(() -> ImageFiles.read(nowhere))
                .isInstanceOf(UnreadableImageException.class)
                .hasMessage(nowhere + " does not exist: check the path.");
    }

    @Test
    void refusesAFolder() {
        assertThatThrownBy(() -> ImageFiles.read(folder))
                .isInstanceOf(UnreadableImageException.class)
                .hasMessage(folder + " is not a file: give a JPEG or PNG picture.");
    }

    @Test
    void refusesAnEmptyFile() throws IOException {
        Path empty = write("empty.jpg", new byte[0]);

        assertThatThrownBy(() -> ImageFiles.read(empty))
                .isInstanceOf(UnreadableImageException.class)
                .hasMessage(empty + " is empty: give another picture.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"hello", "BM this begins like another format", "\u00ff\u00d8"})
    void refusesWhatIsNoPicture(String content) throws IOException {
        Path text = write("text.jpg", content.getBytes(StandardCharsets.ISO_8859_1));

        assertThatThrownBy(() -> ImageFiles.read(text))
                .isInstanceOf(UnreadableImageException.class)
                .hasMessageStartingWith(text + " is ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"jpeg", "png"})
    void refusesAPictureCutShort(String format) throws IOException {
        RgbImage image = noise(64, 64);
        byte[] whole = format.equals("png") ? ImageFiles.toPng(image) : JpegBytes.of(PixelConversion.toPlatform(image));

        Path half = write("half." + format, Arrays.copyOf(whole, whole.length / 2));

        assertThatThrownBy(() -> ImageFiles.read(half))
                .isInstanceOf(UnreadableImageException.class)
                .hasMessage(half + " is damaged or cut short: copy it again or give another picture.");
    }

    private static RgbImage noise(int width, int height) {
        byte[] rgb = new byte[width * height * 3];
        new Random(7).nextBytes(rgb);
        return new RgbImage(width, height, rgb);
    }

    private static BufferedImage filled(int width, int height, int type, Color colour) {
        BufferedImage picture = new BufferedImage(width, height, type);
        paint(picture, 0, 0, width, height, colour);
        return picture;
    }

    private static void paint(BufferedImage picture, int x, int y, int width, int height, Color colour) {
        Graphics2D canvas = picture.createGraphics();
        canvas.setColor(colour);
        canvas.fillRect(x, y, width, height);
        canvas.dispose();
    }

    private static void fillRaster(WritableRaster raster, int value) {
        int[] samples = new int[raster.getWidth() * raster.getHeight()];
        Arrays.fill(samples, value);
        raster.setPixels(0, 0, raster.getWidth(), raster.getHeight(), samples);
    }

    private static WritableRaster inks(int... values) {
        WritableRaster raster = Raster.createInterleavedRaster(0, 16, 16, 4, null);
        for (int y = 0; y < 16; y++) {
            for (int x = 0; x < 16; x++) {
                raster.setPixel(x, y, values);
            }
        }
        return raster;
    }

    /** The colour near a corner; {@code right} and {@code bottom} are 0 or 1. */
    private static String corner(RgbImage image, int right, int bottom) {
        int x = right == 0 ? 3 : image.width() - 4;
        int y = bottom == 0 ? 3 : image.height() - 4;
        boolean red = image.channel(x, y, 0) > 180;
        boolean green = image.channel(x, y, 1) > 180;
        return red && !green ? "red" : green && !red ? "green" : "neither";
    }

    private Path write(String name, byte[] bytes) throws IOException {
        return Files.write(folder.resolve(name), bytes);
    }

    private Path writePng(String name, BufferedImage picture) throws IOException {
        Path file = folder.resolve(name);
        ImageIO.write(picture, "png", file.toFile());
        return file;
    }
}
