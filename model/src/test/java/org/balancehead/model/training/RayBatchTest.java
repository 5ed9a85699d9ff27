package org.balancehead.model.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class RayBatchTest {
    private static final int RAYS = 20_000;

    @Test
    void raysSeeHeadsAsOftenAsPicturesShowThem() {
        RayBatch batch = new RayBatch(new BallViews(), 1, RAYS, 3, 5);

        batch.fill(0, 0, false, new ColourJitter(new float[] {1, 1, 1}), new Random(1));

        double hits = 0;
        for (float alpha : batch.alphas) {
            hits += alpha;
        }
        assertThat(hits / RAYS).isCloseTo(Math.PI * 0.3 * 0.3, within(0.01)); // the ball's share of its picture
    }
}
