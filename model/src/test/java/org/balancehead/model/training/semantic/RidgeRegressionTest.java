package org.balancehead.model.training.semantic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class RidgeRegressionTest {
    @Test
    void findsALinearMap() {
        float[][] inputs = noise(200, 3, 1);
        float[][] targets = new float[200][];
        for (int i = 0; i < 200; i++) {
            float[] x = inputs[i];
            targets[i] = new float[] {2 * x[0] - x[1] + 5, x[2]};
        }

        double[] told = RidgeRegression.fit(inputs, targets).predict(new float[] {1, 2, 3});

        assertThat(told[0]).isCloseTo(5, within(2e-3));
        assertThat(told[1]).isCloseTo(3, within(2e-3));
    }

    @Test
    void tellsTheMeanWhereInputsTellNothing() {
        float[][] targets = noise(400, 1, 3);

        RidgeRegression map = RidgeRegression.fit(noise(400, 40, 2), targets);

        // the largest penalty was chosen: an unpenalised fit of 40 numbers would spread by about 0.3
        double squares = 0;
        float[][] others = noise(100, 40, 4);
        for (float[] other : others) {
            double off = map.predict(other)[0] - map.mean()[0];
            squares += off * off / others.length;
        }
        assertThat(Math.sqrt(squares)).isLessThan(0.2);
    }

    @Test
    void solvesMoreInputsThanRows() {
        double[] told = RidgeRegression.fit(noise(20, 60, 5), noise(20, 2, 6)).predict(noise(1, 60, 7)[0]);

        assertThat(told).hasSize(2);
        assertThat(told[0]).isFinite();
    }

    @Test
    void refusesTooFewRows() {
        assertThatThrownBy(() -> RidgeRegression.fit(noise(9, 2, 1), noise(9, 2, 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A regression needs 10 heads or more, not 9.");
    }

    private static float[][] noise(int rows, int columns, long seed) {
        Random random = new Random(seed);
        float[][] noise = new float[rows][columns];
        for (float[] row : noise) {
            for (int i = 0; i < columns; i++) {
                row[i] = (float) random.nextGaussian();
            }
        }
        return noise;
    }
}
