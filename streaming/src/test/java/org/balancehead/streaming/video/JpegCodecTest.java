package org.balancehead.streaming.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JpegCodecTest {
    private final JpegCodec codec = new JpegCodec(640, 480);

    @AfterEach
    void close() {
        codec.close();
    }

    @ParameterizedTest
    @CsvSource({"640, 480", "256, 256", "33, 17", "1, 1"})
    void aFrameSurvivesTheRoundTrip(int width, int height) throws UnreadableMediaException {
        VideoFrame frame = Pictures.gradient(width, height);

        VideoFrame back = codec.decode(codec.encode(frame), 42);

        assertThat(back.width()).isEqualTo(width);
        assertThat(back.height()).isEqualTo(height);
        assertThat(back.timeMicros()).isEqualTo(42);
        assertThat(Pictures.difference(frame, back)).isLessThan(4);
    }

    @Test
    void encodesWhatOtherDecodersRead() throws IOException {
        byte[] jpeg = codec.encode(Pictures.gradient(64, 32));

        BufferedImage read = ImageIO.read(new ByteArrayInputStream(jpeg));

        assertThat(read.getWidth()).isEqualTo(64);
        int middle = read.getRGB(32, 16);
        assertThat(middle >> 16 & 0xff).isBetween(120, 135);
        assertThat(middle >> 8 & 0xff).isBetween(120, 135);
        assertThat(middle & 0xff).isBetween(84, 96);
    }

    @ParameterizedTest
    @ValueSource(ints = {BufferedImage.TYPE_INT_RGB, BufferedImage.TYPE_BYTE_GRAY})
    void decodesWhatOtherEncodersWrite(int type) throws IOException {
        BufferedImage picture = new BufferedImage(48, 40, type);
        for (int y = 0; y < 40; y++) {
            for (int x = 0; x < 48; x++) {
                picture.getRaster().setPixel(x, y, new int[] {200, 200, 200});
            }
        }
        ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
        ImageIO.write(picture, "jpeg", jpeg);

        VideoFrame frame = codec.decode(jpeg.toByteArray(), 0);

        assertThat(frame.width()).isEqualTo(48);
        assertThat(frame.rgb()[3000] & 0xff).isBetween(198, 202);
    }

    @Test
    void refusesALargePictureByItsHeader() {
        byte[] bomb = claiming(codec.encode(Pictures.gradient(64, 64)), 10_000, 10_000);

        assertThatThrownBy(() -> codec.decode(bomb, 0))
                .isInstanceOfSatisfying(
                        UnreadableMediaException.class,
                        refusal -> assertThat(refusal.tooLarge()).isTrue())
                .hasMessage("The frame is 10000×10000, the limit is 640×480: send smaller pictures.");
    }

    @Test
    void refusesASecondHeaderThatIsLarger() {
        byte[] honest = codec.encode(Pictures.gradient(64, 64));
        byte[] large = claiming(honest, 9_000, 9_000);
        int header = frameHeader(honest);
        byte[] both = new byte[header + 19 + large.length - header];
        System.arraycopy(honest, 0, both, 0, header + 19);
        System.arraycopy(large, header, both, header + 19, large.length - header);

        assertThatThrownBy(() -> codec.decode(both, 0)).isInstanceOf(UnreadableMediaException.class);
    }

    @Test
    void refusesAPictureCutShort() {
        byte[] whole = codec.encode(Pictures.gradient(320, 240));

        assertThatThrownBy(() -> codec.decode(Arrays.copyOf(whole, whole.length / 2), 0))
                .isInstanceOf(UnreadableMediaException.class)
                .hasMessage("The JPEG is damaged or cut short: send whole pictures.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\u00ff", "\u00ff\u00d8", "\u00ff\u00d8\u00ff\u00d9", "GIF89a", "{\"type\":\"hello\"}"})
    void refusesWhatIsNoPicture(String content) {
        assertThatThrownBy(() -> codec.decode(content.getBytes(StandardCharsets.ISO_8859_1), 0))
                .isInstanceOf(UnreadableMediaException.class);
    }

    @Test
    void decodesProgressivePictures() throws IOException {
        VideoFrame frame = codec.decode(JpegBombs.progressive(Pictures.gradient(64, 48)), 0);

        assertThat(frame.width()).isEqualTo(64);
        assertThat(Pictures.difference(frame, Pictures.gradient(64, 48))).isLessThan(6);
    }

    @Test
    void leavesOutWhatApplicationsAndPeopleWroteIntoAPicture() throws UnreadableMediaException {
        byte[] plain = codec.encode(Pictures.gradient(64, 64));
        byte[] withThumbnail = JpegBombs.with(plain, 0xe1, codec.encode(Pictures.gradient(16, 16)));
        byte[] withComment = JpegBombs.with(withThumbnail, 0xfe, new byte[] {(byte) 0xff, (byte) 0xda, 'h', 'i'});

        VideoFrame frame = codec.decode(withComment, 0);

        assertThat(frame.rgb()).isEqualTo(codec.decode(plain, 0).rgb());
        assertThat(BoundedJpeg.of(withComment).bytes())
                .isEqualTo(BoundedJpeg.of(plain).bytes());
    }

    @Test
    void refusesMoreScansThanEncodersWriteBeforeItDecodesOne() throws IOException {
        byte[] most = JpegBombs.scans(JpegBombs.progressive(JpegBombs.black(640, 480)), BoundedJpeg.MAX_SCANS);
        byte[] more = JpegBombs.scans(most, BoundedJpeg.MAX_SCANS + 1);

        assertThat(codec.decode(most, 0).width()).isEqualTo(640);
        assertThatThrownBy(() -> codec.decode(more, 0))
                .isInstanceOf(UnreadableMediaException.class)
                .hasMessage("The JPEG has more than 32 scans: send baseline JPEG.");
    }

    @Test
    void refusesScansThatHideInASegmentOrBehindTables() throws IOException {
        byte[] picture = JpegBombs.scans(JpegBombs.progressive(JpegBombs.black(64, 48)), BoundedJpeg.MAX_SCANS);
        byte[] scan = {(byte) 0xff, (byte) 0xda, 0, 8, 1, 1, 0, 0, 63, 0};

        assertThatThrownBy(() -> codec.decode(JpegBombs.with(picture, 0xdc, scan), 0))
                .hasMessageContaining("more than 32 scans");
        assertThatThrownBy(() -> codec.decode(JpegBombs.with(picture, 0xdb, scan), 0))
                .hasMessageContaining("tables are damaged");
        assertThatThrownBy(() -> codec.decode(JpegBombs.with(picture, 0xc4, scan), 0))
                .hasMessageContaining("tables are damaged");
    }

    @Test
    void refusesMoreTablesThanAPictureNeeds() {
        byte[] picture = codec.encode(Pictures.gradient(64, 48));
        byte[] tables = new byte[17 * 300]; // each without a code

        assertThatThrownBy(() -> codec.decode(JpegBombs.with(picture, 0xc4, tables), 0))
                .hasMessageContaining("tables are damaged, or more than 256");
    }

    @ParameterizedTest
    @ValueSource(ints = {0xc3, 0xc9, 0xf7})
    void refusesKindsThatNoCameraMakes(int marker) {
        byte[] picture = codec.encode(Pictures.gradient(64, 48));
        picture[frameHeader(picture) + 1] = (byte) marker;

        assertThatThrownBy(() -> codec.decode(picture, 0)).hasMessageContaining("of a kind that cameras do not make");
    }

    /** Nothing is asserted of the time, which is the machine's; it is printed for the record. */
    @Test
    void theWorstPictureOfTheLargestSizeIsDecodedOrRefusedAndTheNextOneToo() throws IOException {
        byte[] worst = JpegBombs.scans(JpegBombs.progressive(JpegBombs.black(1920, 1920)), BoundedJpeg.MAX_SCANS);
        byte[] endless = JpegBombs.scans(worst, 20_000);
        try (JpegCodec large = new JpegCodec(1920, 1920)) {
            long begin = System.nanoTime();
            VideoFrame frame = large.decode(worst, 0);
            long decoded = System.nanoTime();
            assertThatThrownBy(() -> large.decode(endless, 0)).isInstanceOf(UnreadableMediaException.class);
            long refused = System.nanoTime();

            System.out.printf(
                    "1920×1920 of %d scans, %d bytes: decoded in %.0f ms; of 20000 scans, %d bytes: refused in %.1f ms%n",
                    BoundedJpeg.MAX_SCANS,
                    worst.length,
                    (decoded - begin) / 1e6,
                    endless.length,
                    (refused - decoded) / 1e6);
            assertThat(frame.width()).isEqualTo(1920);
        }
    }

    @Test
    void goesOnAfterARefusal() throws UnreadableMediaException {
        byte[] whole = codec.encode(Pictures.gradient(64, 64));
        assertThatThrownBy(() -> codec.decode(Arrays.copyOf(whole, whole.length - 100), 0))
                .isInstanceOf(UnreadableMediaException.class);

        VideoFrame next = codec.decode(whole, 0);

        assertThat(Pictures.difference(next, Pictures.gradient(64, 64))).isLessThan(4);
    }

    static byte[] claiming(byte[] jpeg, int width, int height) {
        byte[] changed = jpeg.clone();
        int header = frameHeader(jpeg);
        changed[header + 5] = (byte) (height >> 8);
        changed[header + 6] = (byte) height;
        changed[header + 7] = (byte) (width >> 8);
        changed[header + 8] = (byte) width;
        return changed;
    }

    private static int frameHeader(byte[] jpeg) {
        for (int i = 2; i < jpeg.length - 1; i++) {
            if ((jpeg[i] & 0xff) == 0xff && (jpeg[i + 1] & 0xff) == 0xc0) {
                return i;
            }
        }
        throw new IllegalArgumentException("No baseline frame header.");
    }
}
