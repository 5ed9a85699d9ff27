package org.balancehead.model.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.balancehead.model.image.RgbImage;
import org.junit.jupiter.api.Test;

class LinePlotTest {
    private static final Panel RISING =
            Panel.of("rising", "size", new double[] {1, 2, 4}, new double[] {10, 20, 40}, true);
    private static final int BLUE = 0x2563eb;
    private static final int ORANGE = 0xea580c;

    @Test
    void panelsStandOneAboveTheOther() {
        RgbImage one = LinePlot.draw(List.of(RISING));
        RgbImage two = LinePlot.draw(List.of(RISING, RISING));

        assertThat(two.width()).isEqualTo(one.width());
        assertThat(two.height()).isEqualTo(2 * one.height());
        assertThat(count(one, BLUE)).isGreaterThan(100);
        assertThat(count(two, BLUE)).isEqualTo(2 * count(one, BLUE));
    }

    @Test
    void linesOfOnePanelShareItsAxesAndHaveTheirNamesInTheirColours() {
        Curve low = new Curve("low", new double[] {0, 1}, new double[] {1, 1});
        Curve high = new Curve("high", new double[] {0, 1}, new double[] {9, 9});
        Curve nameless = new Curve("", new double[] {0, 1}, new double[] {9, 9});

        RgbImage both = LinePlot.draw(List.of(new Panel("both", "size", List.of(low, high), true)));
        RgbImage unnamed = LinePlot.draw(List.of(new Panel("both", "size", List.of(low, nameless), true)));

        assertThat(count(both, BLUE)).isEqualTo(count(unnamed, BLUE)).isPositive();
        assertThat(count(both, ORANGE)).isGreaterThan(count(unnamed, ORANGE));
    }

    @Test
    void aPanelHasAsManyLinesAsColours() {
        Curve curve = new Curve("", new double[] {0}, new double[] {0});

        assertThatThrownBy(() -> new Panel("full", "size", List.of(curve, curve, curve, curve), true))
                .hasMessage("A panel has 1 to 3 lines, not 4.");
        assertThatThrownBy(() -> new Panel("empty", "size", List.of(), true))
                .hasMessage("A panel has 1 to 3 lines, not 0.");
    }

    @Test
    void ticksAreRoundNumbers() {
        Axis axis = Axis.of(new double[] {3, 47}, false, 0, 100);

        assertThat(axis.ticks()).containsExactly(10, 20, 30, 40);
        assertThat(axis.text(20)).isEqualTo("20");
    }

    @Test
    void smallRangesHaveDecimals() {
        Axis axis = Axis.of(new double[] {0.5, 0.53}, false, 0, 100);

        assertThat(axis.ticks()).containsExactly(new double[] {0.5, 0.51, 0.52, 0.53}, within(1e-12));
        assertThat(axis.text(0.51)).isEqualTo("0.51");
    }

    @Test
    void anAxisFromZeroHoldsAllNumbers() {
        Axis axis = Axis.of(new double[] {5, 10}, true, 0, 100);

        assertThat(axis.pixel(0)).isZero();
        assertThat(axis.text(axis.ticks()[0])).isEqualTo("0");
        assertThat(axis.pixel(10)).isLessThan(100);
    }

    @Test
    void oneNumberAloneIsDrawn() {
        Panel level = Panel.of("level", "size", new double[] {1}, new double[] {0}, false);

        assertThat(count(LinePlot.draw(List.of(level)), BLUE)).isPositive();
    }

    @Test
    void pointsHaveBothCoordinates() {
        assertThatThrownBy(() -> Panel.of("odd", "size", new double[2], new double[1], true))
                .hasMessage("A line has as many x as y, not 2 and 1.");
    }

    private static int count(RgbImage image, int colour) {
        int count = 0;
        for (int i = 0; i < image.width() * image.height(); i++) {
            int rgb = (image.rgb()[i * 3] & 0xff) << 16
                    | (image.rgb()[i * 3 + 1] & 0xff) << 8
                    | (image.rgb()[i * 3 + 2] & 0xff);
            count += rgb == colour ? 1 : 0;
        }
        return count;
    }
}
