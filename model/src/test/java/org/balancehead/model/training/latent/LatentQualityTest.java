package org.balancehead.model.training.latent;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LatentQualityTest {
    /** Third neighbours of 0, 1, 2, 3 and 10 are 3, 2, 2, 3 and 9 away. */
    private static final float[][] LINE = {{0}, {1}, {2}, {3}, {10}};

    @Test
    void theSamePointsAreBothLikeTheRealOnesAndAllOfThem() {
        assertThat(LatentQuality.of(LINE, LINE)).isEqualTo(new LatentQuality(1, 1));
    }

    @Test
    void drawnHeadsInOneClusterArePreciseAndRecallThatClusterAlone() {
        float[][] real = {{0}, {1}, {2}, {3}, {100}, {101}, {102}, {103}};
        float[][] drawn = {{0.5f}, {1.5f}, {2.5f}, {1}};

        assertThat(LatentQuality.of(real, drawn)).isEqualTo(new LatentQuality(1, 0.5));
    }

    @Test
    void whatLiesBetweenTheClustersIsNotPrecise() {
        float[][] real = {{0}, {1}, {2}, {3}, {100}, {101}, {102}, {103}};
        float[][] drawn = {{50}, {51}, {1}, {102}};

        assertThat(LatentQuality.of(real, drawn).precision()).isEqualTo(0.5);
    }

    @Test
    void fewerPointsThanNeighboursReachTheLast() {
        assertThat(LatentQuality.of(new float[][] {{0}, {2}}, new float[][] {{2}, {5}}))
                .isEqualTo(new LatentQuality(0.5, 1));
    }
}
