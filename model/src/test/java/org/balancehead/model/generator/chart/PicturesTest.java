package org.balancehead.model.generator.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.djl.ndarray.types.Shape;
import org.balancehead.model.image.RgbImage;
import org.balancehead.model.tensor.NotFiniteException;
import org.balancehead.model.tensor.TensorEngine;
import org.balancehead.model.tensor.TensorSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PicturesTest {
    private static TensorEngine engine;

    @BeforeAll
    static void start() {
        engine = TensorEngine.onCpu();
    }

    @AfterAll
    static void stop() {
        engine.close();
    }

    @Test
    void interleavesColoursAndClipsWhatLiesOutside() {
        float[] colours = {0, 0.5f, 1, -3, 0.25f, 1e30f};

        RgbImage picture = picture(colours, 1, 2);

        assertThat(picture.width()).isEqualTo(2);
        assertThat(picture.rgb()).containsExactly(0, 255, 64, 128, 0, 255);
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void refusesAPictureOfWhichOneNumberIsNone(float none) {
        float[] colours = new float[3 * 256 * 256];
        colours[256 * 256 + 7] = none;

        assertThatExceptionOfType(NotFiniteException.class)
                .isThrownBy(() -> picture(colours, 256, 256))
                .withMessage("A picture of 256×256 came out with numbers that are infinite or none.");
    }

    private static RgbImage picture(float[] colours, int height, int width) {
        try (TensorSession session = engine.inference()) {
            return Pictures.of(session.ops(), session.memory().create(colours, new Shape(1, 3, height, width)));
        }
    }
}
