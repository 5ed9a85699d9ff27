package org.balancehead.model.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.balancehead.model.image.RgbImage;
import org.junit.jupiter.api.Test;

class PictureVarietyTest {
    private static final List<RgbImage> DATA = List.of(grey(0), grey(200));

    /** The mean is 100, and each is 100 away from it; 90 and 110 are 10 away from theirs. */
    @Test
    void isTheMeanDistanceFromTheMeanPicture() {
        assertThat(PictureVariety.of(DATA)).isEqualTo(100, within(1e-9));
        assertThat(PictureVariety.share(List.of(grey(90), grey(110)), DATA)).isEqualTo(0.1, within(1e-9));
    }

    @Test
    void isNothingWhenAllPicturesAreOne() {
        assertThat(PictureVariety.share(List.of(grey(7), grey(7), grey(7)), DATA))
                .isZero();
    }

    @Test
    void hasNothingToCompareWithWhereTheOthersAreAllOne() {
        List<RgbImage> same = List.of(grey(3), grey(3));

        assertThatThrownBy(() -> PictureVariety.share(DATA, same)).isInstanceOf(IllegalArgumentException.class);
    }

    private static RgbImage grey(int level) {
        byte[] rgb = new byte[2 * 2 * 3];
        Arrays.fill(rgb, (byte) level);
        return new RgbImage(2, 2, rgb);
    }
}
