package org.balancehead.model.plot;

import static org.assertj.core.api.Assertions.assertThat;

import org.balancehead.model.image.RgbImage;
import org.junit.jupiter.api.Test;

class HeatMapTest {
    @Test
    void drawsRowsFromBelowTheDarkerTheMore() {
        int[][] counts = {{0, 16}, {4, 0}};

        RgbImage image = new HeatMap(
                        "Views", "yaw", "pitch", counts, new HeatMap.Range(0, 2, 1), new HeatMap.Range(0, 2, 1))
                .draw();

        assertThat(image.width()).isEqualTo(56 + 2 * 40 + 24);
        assertThat(image.height()).isEqualTo(34 + 2 * 40 + 44);
        assertThat(red(image, 0, 0)).isEqualTo(255);
        assertThat(red(image, 1, 0)).isEqualTo(0x1d);
        assertThat(red(image, 0, 1)).isEqualTo((255 + 0x1d) / 2);
        assertThat(red(image, 1, 1)).isEqualTo(255);
    }

    @Test
    void drawsNothingButCellsWhereNothingWasCounted() {
        RgbImage image = new HeatMap(
                        "Views", "yaw", "pitch", new int[1][1], new HeatMap.Range(0, 1, 1), new HeatMap.Range(0, 1, 1))
                .draw();

        assertThat(image.channel(56 + 5, 34 + 5, 0)).isEqualTo(255);
    }

    /** Of a cell, near its corner, where no number stands. */
    private static int red(RgbImage image, int cell, int row) {
        return image.channel(56 + cell * 40 + 5, 34 + (1 - row) * 40 + 5, 0);
    }
}
