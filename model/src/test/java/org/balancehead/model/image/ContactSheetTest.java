package org.balancehead.model.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ContactSheetTest {
    @Test
    void laysARowFromLeftToRight() {
        RgbImage sheet = ContactSheet.row(List.of(plain(4, 3, 10), plain(4, 3, 20)));

        assertThat(sheet.width()).isEqualTo(10);
        assertThat(sheet.height()).isEqualTo(3);
        assertThat(sheet.channel(0, 0, 0)).isEqualTo(10);
        assertThat(sheet.channel(4, 0, 0)).isEqualTo(255);
        assertThat(sheet.channel(9, 2, 2)).isEqualTo(20);
    }

    @Test
    void endsShortRowsInWhite() {
        RgbImage sheet = ContactSheet.rows(List.of(List.of(plain(2, 2, 1), plain(2, 2, 2)), List.of(plain(2, 2, 3))));

        assertThat(sheet.height()).isEqualTo(6);
        assertThat(sheet.channel(0, 5, 0)).isEqualTo(3);
        assertThat(sheet.channel(5, 5, 0)).isEqualTo(255);
    }

    @Test
    void refusesImagesOfDifferentSizes() {
        assertThatThrownBy(() -> ContactSheet.row(List.of(plain(2, 2, 1), plain(3, 2, 1))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A contact sheet's images have one size, not 2×2 and 3×2.");
    }

    private static RgbImage plain(int width, int height, int value) {
        byte[] rgb = new byte[width * height * 3];
        Arrays.fill(rgb, (byte) value);
        return new RgbImage(width, height, rgb);
    }
}
