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
