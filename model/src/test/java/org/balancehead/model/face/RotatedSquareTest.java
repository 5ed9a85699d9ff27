package org.balancehead.model.face;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.bytedeco.opencv.global.opencv_core.BORDER_REPLICATE;

import org.balancehead.model.image.RgbImage;
import org.bytedeco.opencv.opencv_core.Mat;
import org.junit.jupiter.api.Test;

class RotatedSquareTest {
    @Test
    void copiesPixelsAsTheyAreAtEqualSize() {
        RgbImage image = columns(8, 30);

        RgbImage cut = Pictures.toImage(new RotatedSquare(4, 4, 8, 0).cut(Pictures.of(image), 8, BORDER_REPLICATE));

        assertThat(cut.rgb()).containsExactly(image.rgb());
    }

    @Test
    void averagesThePixelsThatItPutsTogether() {
        RgbImage stripes = columns(8, 200); // 0, 200, 144, … : neighbours differ

        RgbImage cut = Pictures.toImage(new RotatedSquare(4, 4, 8, 0).cut(Pictures.of(stripes), 4, BORDER_REPLICATE));

        assertThat((double) cut.channel(0, 1, 0)).isCloseTo(100, within(20.0));
        for (int x = 0; x < 4; x++) {
            double mean = (stripes.channel(2 * x, 0, 0) + stripes.channel(2 * x + 1, 0, 0)) / 2.0;
            assertThat((double) cut.channel(x, 1, 0)).isCloseTo(mean, within(35.0));
        }
    }

    @Test
    void turnsClockwise() {
        RotatedSquare square = new RotatedSquare(10, 20, 4, Math.PI / 2);

        assertThat(square.x(0.5, 0)).isCloseTo(10, within(1e-9)); // its right is the picture's down
        assertThat(square.y(0.5, 0)).isCloseTo(22, within(1e-9));
        assertThat(square.x(0, 0.5)).isCloseTo(8, within(1e-9));
    }

    @Test
    void measuresTheDistanceToThePicturesEdgeInItsOwnPixels() {
        Mat picture = Pictures.of(columns(10, 1));

        float[] inside = new RotatedSquare(0, 5, 10, 0).inside(picture, 20); // half a picture pixel each

        assertThat(inside[10 * 20]).isCloseTo(-9.5f, within(1e-3f));
        assertThat(inside[10 * 20 + 19]).isCloseTo(9.5f, within(1e-3f));
    }

    /** Each column a step brighter than the one before, modulo 256. */
    private static RgbImage columns(int size, int step) {
        byte[] rgb = new byte[size * size * 3];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) (i / 3 % size * step);
        }
        return new RgbImage(size, size, rgb);
    }
}
