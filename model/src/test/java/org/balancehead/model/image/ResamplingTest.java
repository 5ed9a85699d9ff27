package org.balancehead.model.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ResamplingTest {
    @Test
    void averagesWhatAPixelCoversWhenShrinking() {
        RgbImage shrunk = Resampling.resize(greys(4, 0, 100, 40, 60), 2, 1);

        assertThat(shrunk.channel(0, 0, 0)).isEqualTo(50);
        assertThat(shrunk.channel(1, 0, 2)).isEqualTo(50);
    }

    @Test
    void weighsPixelsThatAreCoveredInPart() {
        RgbImage shrunk = Resampling.resize(greys(3, 30, 90, 150), 2, 1);

        assertThat(shrunk.channel(0, 0, 1)).isEqualTo(50);
        assertThat(shrunk.channel(1, 0, 1)).isEqualTo(130);
    }

    @Test
    void interpolatesWhenEnlarging() {
        RgbImage enlarged = Resampling.resize(greys(2, 0, 100), 4, 1);

        assertThat(new int[] {
                    enlarged.channel(0, 0, 0),
                    enlarged.channel(1, 0, 0),
                    enlarged.channel(2, 0, 0),
                    enlarged.channel(3, 0, 0)
                })
                .containsExactly(0, 25, 75, 100);
    }

    @Property(tries = 200)
    void keepsAPlainColourAtAnySize(
            @ForAll @IntRange(min = 1, max = 40) int fromWidth,
            @ForAll @IntRange(min = 1, max = 40) int fromHeight,
            @ForAll @IntRange(min = 1, max = 40) int width,
            @ForAll @IntRange(min = 1, max = 40) int height,
            @ForAll byte value) {
        byte[] plain = new byte[fromWidth * fromHeight * 3];
        Arrays.fill(plain, value);

        RgbImage resized = Resampling.resize(new RgbImage(fromWidth, fromHeight, plain), width, height);

        assertThat(resized.width()).isEqualTo(width);
        assertThat(resized.height()).isEqualTo(height);
        assertThat(resized.rgb()).containsOnly(value);
    }

    private static RgbImage greys(int width, int... values) {
        byte[] rgb = new byte[values.length * 3];
        for (int i = 0; i < values.length; i++) {
            Arrays.fill(rgb, i * 3, i * 3 + 3, (byte) values[i]);
        }
        return new RgbImage(width, values.length / width, rgb);
    }
}
