package org.balancehead.streaming.video;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;

/** Whatever bytes arrive: a picture of a permitted size, or the one exception. */
class JpegCodecHostilityTest {
    private static final JpegCodec CODEC = new JpegCodec(320, 320);
    private static final byte[] SOUND = CODEC.encode(Pictures.gradient(80, 64));

    @AfterContainer
    static void close() {
        CODEC.close();
    }

    @Property(tries = 500)
    void anyBytesGiveAPictureOrTheRefusal(@ForAll byte[] bytes) {
        expectPictureOrRefusal(bytes);
    }

    @Property(tries = 2000)
    void anyDamageGivesAPictureOrTheRefusal(@ForAll("damaged") byte[] bytes) {
        expectPictureOrRefusal(bytes);
    }

    @Provide
    Arbitrary<byte[]> damaged() {
        Arbitrary<int[]> hit = Combinators.combine(
                        Arbitraries.integers().between(2, SOUND.length - 1),
                        Arbitraries.integers().between(0, 255))
                .as((position, value) -> new int[] {position, value});
        Arbitrary<Integer> length = Arbitraries.integers().between(2, SOUND.length);
        return Combinators.combine(hit.list().ofMinSize(1).ofMaxSize(12), length)
                .as(JpegCodecHostilityTest::damage);
    }

    private static byte[] damage(List<int[]> hits, int length) {
        byte[] bytes = SOUND.clone();
        for (int[] hit : hits) {
            bytes[hit[0]] = (byte) hit[1];
        }
        return length % 3 == 0 ? Arrays.copyOf(bytes, length) : bytes;
    }

    private static void expectPictureOrRefusal(byte[] bytes) {
        try {
            VideoFrame frame = CODEC.decode(bytes, 0);

            assertThat(frame.width()).isBetween(1, 320);
            assertThat(frame.height()).isBetween(1, 320);
        } catch (UnreadableMediaException refusal) {
            assertThat(refusal.getMessage()).endsWith(".");
        }
    }
}
