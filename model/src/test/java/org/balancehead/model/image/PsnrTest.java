package org.balancehead.model.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class PsnrTest {
    @Test
    void anErrorOfATenthEverywhereIsTwentyDecibels() {
        RgbImage black = new RgbImage(1, 1, new byte[] {0, 0, 0});
        RgbImage grey = new RgbImage(1, 1, new byte[] {(byte) 255, 0, 0});

        double psnr = Psnr.between(black, grey);

        assertThat(psnr).isCloseTo(10 * Math.log10(3), within(1e-9));
        assertThat(Psnr.ofMeanSquare(0.01)).isCloseTo(20, within(1e-9));
    }

    @Test
    void equalPicturesGetTheUpperEnd() {
        RgbImage picture = new RgbImage(1, 1, new byte[] {1, 2, 3});

        assertThat(Psnr.between(picture, picture)).isEqualTo(Psnr.EQUAL);
    }

    @Test
    void refusesPicturesOfDifferentSizes() {
        RgbImage small = new RgbImage(1, 1, new byte[3]);
        RgbImage wide = new RgbImage(2, 1, new byte[6]);

        assertThatThrownBy(() -> Psnr.between(small, wide)).isInstanceOf(IllegalArgumentException.class);
    }
}
