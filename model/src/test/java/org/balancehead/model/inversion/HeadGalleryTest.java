package org.balancehead.model.inversion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import org.balancehead.model.generator.chart.ChartPreset;
import org.balancehead.model.tensor.ParameterMap;
import org.balancehead.model.tensor.TensorEngine;
import org.balancehead.model.tensor.TensorSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Four known heads: two that look like a narrow one, of different people, and two that look like a wide one. */
class HeadGalleryTest {
    private static final int PIXELS = HeadEncoder.INPUT * HeadEncoder.INPUT;
    private static final float[] NARROW = {1, 0};
    private static final float[] WIDE = {0, 1};
    private static final float[] ONE_PERSON = {2, 0, 0, 0};
    private static final float[] ANOTHER = {0, 2, 0, 0};
    private static TensorEngine engine;
    private static ParameterMap weights;
    private static NDManager owner;
    private static HeadGallery gallery;

    @BeforeAll
    static void start() {
        engine = TensorEngine.onCpu();
        weights = new ParameterMap(engine);
        float[] fronts = new float[3 * HeadGallery.FRONT];
        System.arraycopy(small(head(36)), 0, fronts, 0, HeadGallery.FRONT);
        System.arraycopy(small(head(52)), 0, fronts, HeadGallery.FRONT, HeadGallery.FRONT);
        weights.put(HeadGallery.FRONTS, fronts, 3, HeadGallery.FRONT);
        weights.put(HeadGallery.W, new float[] {1, 0, 1, 0, 0, 1, 0, 1}, 4, 2);
        weights.put(HeadGallery.PEOPLE, new float[] {1, -1, 1, -1}, 4, 1);
        weights.put(HeadGallery.AXES, new float[] {1, -1, 0, 0, 1, 1, 0, 0}, 2, 4);
        owner = engine.newOwner();
        gallery = new HeadGallery(engine, weights, owner);
    }

    @AfterAll
    static void stop() {
        owner.close();
        weights.close();
        engine.close();
    }

    @Test
    void findsTheHeadOfTheSameOutline() {
        assertThat(nearest(head(38), ONE_PERSON).w).containsExactly(NARROW);
        assertThat(nearest(head(50), ONE_PERSON).w).containsExactly(WIDE);
    }

    @Test
    void findsItInOtherLightAndSaysInWhich() {
        float[] darker = lit(head(36), 0.7f, 0.7f, 0.6f);

        Found found = nearest(darker, ANOTHER);

        assertThat(found.w).containsExactly(NARROW);
        assertThat(found.light[0]).isCloseTo(0.7f, within(0.05f));
        assertThat(found.light[2]).isCloseTo(0.6f, within(0.05f));
    }

    @Test
    void keepsTheLightWithinBounds() {
        float[] black = lit(head(36), 0, 0, 0);

        assertThat(nearest(black, ANOTHER).light[1]).isBetween(0.6f * 0.85f, 0.6f * 1.18f);
    }

    @Test
    void asksWhoItIsWhereTwoLookAlike() {
        weights.put(HeadGallery.W, new float[] {1, 0, 1.0001f, 0, 0, 1, 0, 1}, 4, 2);

        assertThat(nearest(head(38), ONE_PERSON).w[0]).isEqualTo(1);
        assertThat(nearest(head(38), ANOTHER).w[0]).isEqualTo(1.0001f);
    }

    @Test
    void aCheckpointWithoutAGalleryKnowsNobody() {
        try (ParameterMap none = new ParameterMap(engine)) {
            assertThat(KnownHeads.of(engine, ChartPreset.load("miniature"), none))
                    .isEmpty();
        }
    }

    private record Found(float[] w, float[] light) {}

    private static Found nearest(float[] picture, float[] person) {
        try (TensorSession session = engine.inference()) {
            Shape shape = new Shape(1, 4, HeadEncoder.INPUT, HeadEncoder.INPUT);
            HeadGallery.Match match = gallery.nearest(session, session.memory().create(picture, shape), person);
            return new Found(match.w().toFloatArray(), match.light().toFloatArray());
        }
    }

    private static float[] small(float[] picture) {
        try (TensorSession session = engine.inference()) {
            Shape shape = new Shape(1, 4, HeadEncoder.INPUT, HeadEncoder.INPUT);
            return HeadGallery.small(session, session.memory().create(picture, shape))
                    .toFloatArray();
        }
    }

    /** A grey disc on white, with its opacity. */
    private static float[] head(double radius) {
        float[] picture = new float[4 * PIXELS];
        Arrays.fill(picture, 0, 3 * PIXELS, 1);
        for (int i = 0; i < PIXELS; i++) {
            int row = i / HeadEncoder.INPUT;
            double x = i - row * HeadEncoder.INPUT - 63.5;
            double y = row - 63.5;
            if (Math.hypot(x, y) < radius) {
                picture[i] = picture[PIXELS + i] = picture[2 * PIXELS + i] = 0.9f;
                picture[3 * PIXELS + i] = 1;
            }
        }
        return picture;
    }

    private static float[] lit(float[] picture, float... light) {
        float[] lit = picture.clone();
        for (int i = 0; i < 3 * PIXELS; i++) {
            lit[i] = picture[3 * PIXELS + i % PIXELS] > 0 ? picture[i] * light[i / PIXELS] : 1;
        }
        return lit;
    }
}
