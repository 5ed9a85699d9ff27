package org.balancehead.model.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.balancehead.model.condition.FaceRes;
import org.balancehead.model.tensor.TensorEngine;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ToldApartTest {
    private static final float[] RIGHT = {1, 0};
    private static final float[] UP = {0, 1};
    private static final float[] BETWEEN = {1, 1};

    private static TensorEngine engine;
    private static FaceRes descriptor;

    @BeforeAll
    static void open() {
        engine = TensorEngine.onCpu();
        descriptor = FaceRes.open(engine);
    }

    @AfterAll
    static void close() {
        descriptor.close();
        engine.close();
    }

    @Test
    void headsLikeWhomTheyWereToldAreAllToldApart() {
        ToldApart heads = new ToldApart(descriptor);
        heads.add(RIGHT, RIGHT);
        heads.add(UP, UP);

        assertThat(heads.share()).isCloseTo(1, within(1e-9));
    }

    @Test
    void oneHeadForEverybodyIsAsGoodAsChance() {
        ToldApart heads = new ToldApart(descriptor);
        heads.add(BETWEEN, RIGHT);
        heads.add(BETWEEN, UP);

        assertThat(heads.share()).isCloseTo(0.5, within(1e-9));
    }

    @Test
    void headsOfOthersAreBelowChance() {
        ToldApart heads = new ToldApart(descriptor);
        heads.add(RIGHT, UP);
        heads.add(UP, RIGHT);
        heads.add(BETWEEN, BETWEEN);

        assertThat(heads.share()).isCloseTo(2 / 6.0, within(1e-9));
    }
}
