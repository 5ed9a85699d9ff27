package org.balancehead.model.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalDouble;
import org.balancehead.model.generator.chart.ChartPreset;
import org.junit.jupiter.api.Test;

class ChartWorkTest {
    private static final PhysicalLimits LIMITS = new PhysicalLimits(1e12, OptionalDouble.empty(), 1e12);

    /** w of 4, map 16 × 10, planes of 2 channels at 8², 3 maps of 5 channels, hidden 7, 6 features, 16² rays, 9. */
    private static final ChartWork SMALL = new ChartWork(
            new ChartPreset("small", 4, 3, 2, 2, 8, 16, 10, 8, 2, 3, 5, 7, 6, 0.001, 250, 16, 32, 24, 12, 9));

    @Test
    void synthesisIsTheChartsBasisMixingAndThreeLayers() {
        int chart = 4 * (4 * 8 * 10);
        int mixing = 4 * 3 + 3 * (5 * 4 * 4);
        int low = 4 * 5 + 9 * 5 * 5 * 4 * 4;
        int high = 4 * 5 + 9 * 5 * 5 * 8 * 8;
        int out = 4 * 5 + 5 * 6 * 8 * 8;
        int scale = 4 * 6;

        assertThat(SMALL.planes()).isEqualTo(new Work(chart + mixing + low + high + out + scale, 0, 0));
    }

    @Test
    void raysDecodeAndLookUpEachSample() {
        int points = 16 * 16 * 3;
        int decoding = 2 * 7 + 7 * (4 + 6);
        int lookedUp = (4 + 3 * 2) * (4 + 1) * 4;

        assertThat(SMALL.rays(3)).isEqualTo(new Work(points * decoding, 0, points * lookedUp));
    }

    @Test
    void superResolutionIsThreeConvolutionsAtTheRenderedSide() {
        int in = 9 * (4 + 6) * 9;
        int middle = 9 * 9 * 9;
        int out = 9 * 9 * 12;

        assertThat(SMALL.superResolution()).isEqualTo(new Work(0, (in + middle + out) * 16 * 16, 0));
    }

    @Test
    void onlyFiguresOfKnownArithmeticHaveAShare() {
        Figure planes = figure("planes_ms", "ms");
        Figure agreement = figure("plain_agreement_db", "dB");

        assertThat(ChartWork.share(planes, LIMITS).limit()).isNotNull();
        assertThat(ChartWork.share(agreement, LIMITS)).isEqualTo(agreement);
    }

    private static Figure figure(String name, String unit) {
        return Figure.of(name, Samples.of(List.of(1.0)), unit, 1, "compact");
    }
}
