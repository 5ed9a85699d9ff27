package org.balancehead.streaming.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.balancehead.protocol.message.Codec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class ViewEncoderTest {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final int FPS = 24;
    private static final int ROUNDS = 500;
    private static final long MAX_GROWTH_KB =
            6 << 10; // one leaked picture of 64² a round would be 9 MB, an encoder far more

    @ParameterizedTest
    @EnumSource(value = Codec.class, mode = Mode.EXCLUDE, names = "PNG")
    void eachPictureComesAtOnceAndLooksLikeItsOriginal(Codec codec) {
        try (ViewEncoder encoder = new ViewEncoder(codec);
                StreamDecoder decoder = new StreamDecoder(codec)) {
            for (int i = 0; i < 30; i++) {
                VideoFrame picture = Pictures.gradient(128, 96, 5 * i, 0);

                VideoFrame back = decoder.decode(
                        encoder.encode(picture, Quality.FINE, FPS, false).bytes());

                assertThat(back.width()).isEqualTo(128);
                assertThat(Pictures.difference(picture, back)).isLessThan(6);
            }
        }
    }

    @Test
    void pngKeepsEveryPixel() throws IOException {
        try (ViewEncoder encoder = new ViewEncoder(Codec.PNG)) {
            for (int i = 0; i < 3; i++) {
                VideoFrame picture = Pictures.noise(33, 17, i);

                BufferedImage back = ImageIO.read(new ByteArrayInputStream(
                        encoder.encode(picture, Quality.COARSE, FPS, false).bytes()));

                byte[] rgb = new byte[33 * 17 * 3];
                for (int at = 0; at < rgb.length; at++) {
                    int pixel = back.getRGB(at / 3 % 33, at / 3 / 33);
                    rgb[at] = (byte) (pixel >> (8 * (2 - at % 3)));
                }
                assertThat(rgb).isEqualTo(picture.rgb());
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Codec.class,
            names = {"H264", "VP8"})
    void keyFramesComeFirstOnDemandAndAfterEachChange(Codec codec) {
        try (ViewEncoder encoder = new ViewEncoder(codec)) {
            List<Boolean> keys = new ArrayList<>();
            keys.add(key(encoder, 64, Quality.FINE, FPS, false));
            keys.add(key(encoder, 64, Quality.FINE, FPS, false));
            keys.add(key(encoder, 64, Quality.FINE, FPS, true));
            keys.add(key(encoder, 64, Quality.FINE, FPS, false));
            keys.add(key(encoder, 48, Quality.FINE, FPS, false));
            keys.add(key(encoder, 48, Quality.FINE, FPS, false));
            keys.add(key(encoder, 48, Quality.COARSE, FPS, false));
            keys.add(key(encoder, 48, Quality.COARSE, FPS / 2, false));
            keys.add(key(encoder, 48, Quality.COARSE, FPS / 2, false));

            assertThat(keys).containsExactly(true, false, true, false, true, false, true, true, false);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Codec.class,
            names = {"JPEG", "PNG"})
    void singlePicturesAreAllKeyFrames(Codec codec) {
        try (ViewEncoder encoder = new ViewEncoder(codec)) {
            assertThat(key(encoder, 33, Quality.FINE, FPS, false)).isTrue();
            assertThat(key(encoder, 33, Quality.FINE, FPS, false)).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Codec.class,
            names = {"H264", "VP8"})
    void decodingBeginsAtAnyKeyFrame(Codec codec) {
        try (ViewEncoder encoder = new ViewEncoder(codec);
                StreamDecoder late = new StreamDecoder(codec)) {
            for (int i = 0; i < 10; i++) {
                encoder.encode(Pictures.gradient(64, 64, i, 0), Quality.FINE, FPS, false);
            }
            VideoFrame picture = Pictures.gradient(64, 64, 200, 0);

            CodedPicture key = encoder.encode(picture, Quality.FINE, FPS, true);

            assertThat(Pictures.difference(picture, late.decode(key.bytes()))).isLessThan(6);
        }
    }

    @ParameterizedTest
    @CsvSource({"256, 256", "128, 96"})
    void h264IsConstrainedBaselineWithItsParametersBeforeEachKeyFrame(int width, int height) {
        try (ViewEncoder encoder = new ViewEncoder(Codec.H264)) {
            for (boolean key : List.of(true, false, true)) {
                byte[] unit = encoder.encode(Pictures.gradient(width, height), Quality.FINE, FPS, key)
                        .bytes();

                List<Integer> types = nalTypes(unit);
                if (key) {
                    assertThat(types).startsWith(7, 8).endsWith(5);
                    int sps = startOf(unit, 7);
                    assertThat(unit[sps + 1]).as("profile_idc").isEqualTo((byte) 66);
                    assertThat(unit[sps + 2] & 0x40).as("constraint_set1_flag").isNotZero();
                } else {
                    assertThat(types).containsOnly(1);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(value = Codec.class, mode = Mode.EXCLUDE, names = "PNG")
    void lowerQualityTakesFewerBytes(Codec codec) {
        assertThat(bytes(codec, Quality.FINE)).isGreaterThan(bytes(codec, Quality.MEDIUM));
        assertThat(bytes(codec, Quality.MEDIUM)).isGreaterThan(bytes(codec, Quality.COARSE));
    }

    @ParameterizedTest
    @CsvSource({"H264, 33, 32", "VP8, 32, 33", "H264, 8, 8"})
    void sidesThatVideoCannotHaveAreRefusedInASentence(Codec codec, int width, int height) {
        try (ViewEncoder encoder = new ViewEncoder(codec)) {
            VideoFrame odd = Pictures.gradient(width, height);

            assertThatThrownBy(() -> encoder.encode(odd, Quality.FINE, FPS, false))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("%s takes even sides of at least 16, not %d×%d.".formatted(codec, width, height));
        }
    }

    @ParameterizedTest
    @EnumSource(Codec.class)
    void manyEncodersLeaveTheProcessAsLargeAsItWas(Codec codec) throws IOException {
        assumeThat(Files.exists(STATUS))
                .as("resident size is read from " + STATUS)
                .isTrue();
        comeAndGo(codec, ROUNDS / 10);
        touchTheHeap();
        long before = residentKilobytes();

        comeAndGo(codec, ROUNDS);

        assertThat(residentKilobytes() - before).as("growth in kB").isLessThan(MAX_GROWTH_KB);
    }

    private static void comeAndGo(Codec codec, int rounds) {
        VideoFrame large = Pictures.gradient(64, 64);
        VideoFrame small = Pictures.gradient(32, 32);
        for (int i = 0; i < rounds; i++) {
            try (ViewEncoder encoder = new ViewEncoder(codec)) {
                encoder.encode(large, Quality.FINE, FPS, false);
                encoder.encode(small, Quality.FINE, FPS, false);
            }
        }
    }

    /** Java's own pages count as the process's, too: those that a young heap would touch later are touched now. */
    private static void touchTheHeap() {
        byte[] piece = {};
        for (long touched = 0; touched < Runtime.getRuntime().maxMemory(); touched += piece.length) {
            piece = new byte[256 << 10];
        }
        assertThat(piece).isNotEmpty();
    }

    private static long residentKilobytes() throws IOException {
        return Files.readAllLines(STATUS).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }

    private static boolean key(ViewEncoder encoder, int side, Quality quality, int fps, boolean keyFrame) {
        return encoder.encode(Pictures.gradient(side, side), quality, fps, keyFrame)
                .keyFrame();
    }

    private static long bytes(Codec codec, Quality quality) {
        try (ViewEncoder encoder = new ViewEncoder(codec)) {
            long sum = 0;
            for (int i = 0; i < 24; i++) {
                sum += encoder.encode(Pictures.noise(128, 128, i), quality, FPS, false)
                        .bytes()
                        .length;
            }
            return sum;
        }
    }

    /** Types of the NAL units of an access unit in Annex B form, in their order. */
    private static List<Integer> nalTypes(byte[] unit) {
        List<Integer> types = new ArrayList<>();
        for (int i = 0; i + 3 < unit.length; i++) {
            if (unit[i] == 0 && unit[i + 1] == 0 && unit[i + 2] == 1) {
                types.add(unit[i + 3] & 31);
            }
        }
        return types;
    }

    private static int startOf(byte[] unit, int type) {
        int at = 0;
        while (!(unit[at] == 0 && unit[at + 1] == 0 && unit[at + 2] == 1 && (unit[at + 3] & 31) == type)) {
            at++;
        }
        return at + 3;
    }
}
