package org.balancehead.model.inversion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.Random;
import org.balancehead.model.generator.chart.CameraRays;
import org.balancehead.model.generator.chart.ChartGenerator;
import org.balancehead.model.generator.chart.ChartHead;
import org.balancehead.model.generator.chart.ChartPreset;
import org.balancehead.model.planes.CapsuleChart;
import org.balancehead.model.tensor.ParameterMap;
import org.balancehead.model.tensor.TensorEngine;
import org.balancehead.model.tensor.TensorSession;
import org.junit.jupiter.api.Test;

/** A capsule with dark hair above light skin, and a red patch at the back; its picture shows the hair lighter. */
class ColourMatchingTest {
    private static final ChartPreset PRESET = ChartPreset.load("compact");
    private static final int HEIGHT = PRESET.mapHeight();
    private static final int WIDTH = PRESET.mapWidth();
    private static final int TEXELS = HEIGHT * WIDTH;
    private static final int HAIR_ENDS = HEIGHT / 2;
    private static final float HAIR = 0.2f;
    private static final float SKIN = 0.7f;
    private static final float LIGHTER = 0.15f;

    @Test
    void unseenHairFollowsSeenHairAndTheRestStays() {
        float[] shift = shift(1);

        assertThat(at(shift, 0, HEIGHT / 4, 0)).isCloseTo(LIGHTER, within(0.02f));
        assertThat(at(shift, 2, HEIGHT / 4, WIDTH / 2)).isCloseTo(LIGHTER, within(0.02f));
        assertThat(at(shift, 0, HAIR_ENDS + 8, 0)).isCloseTo(0, within(0.02f));
    }

    @Test
    void aColourThatNobodySawStays() {
        assertThat(at(shift(1), 0, HEIGHT / 4, WIDTH - 20)).isCloseTo(0, within(0.02f));
    }

    @Test
    void whatIsNotKnownSaysNothing() {
        assertThat(at(shift(0), 0, HEIGHT / 4, 0)).isZero();
    }

    private static float[] shift(float known) {
        try (TensorEngine engine = TensorEngine.onCpu();
                ParameterMap parameters = new ParameterMap(engine)) {
            ChartGenerator.initialise(PRESET, parameters, new Random(1));
            ChartGenerator generator = new ChartGenerator(PRESET, parameters);
            try (TensorSession session = engine.inference()) {
                return ColourMatching.shift(session, generator, head(session), rays(known))
                        .toFloatArray();
            }
        }
    }

    private static float at(float[] shift, int channel, int row, int column) {
        return shift[channel * TEXELS + row * WIDTH + column];
    }

    private static ChartHead head(TensorSession session) {
        float[] map = new float[4 * TEXELS];
        Arrays.fill(map, 0, TEXELS, 0.2f);
        for (int i = 0; i < 3 * TEXELS; i++) {
            int row = i % TEXELS / WIDTH;
            int column = i % WIDTH;
            boolean red = column > WIDTH - 30 && column < WIDTH - 10;
            float plain = row < HAIR_ENDS ? HAIR : SKIN;
            map[TEXELS + i] = red ? (i < TEXELS ? 1 : 0) : plain;
        }
        NDArray planes =
                session.memory().zeros(new Shape(1, 3, PRESET.planeChannels(), PRESET.planeSize(), PRESET.planeSize()));
        return new ChartHead(session.memory().create(map, new Shape(1, 4, HEIGHT, WIDTH)), planes);
    }

    /** Level rays onto the face from the chin to the crown. */
    private static SupervisingViews.Rays rays(float known) {
        int count = 400;
        CameraRays lines = new CameraRays(new float[3 * count], new float[3 * count]);
        float[] colours = new float[3 * count];
        float[] alphas = new float[count];
        float[] certain = new float[count];
        Arrays.fill(alphas, 1);
        Arrays.fill(certain, known);
        for (int i = 0; i < count; i++) {
            float y = -0.35f + 0.5f * i / count;
            lines.origins()[3 * i + 1] = y;
            lines.origins()[3 * i + 2] = 2.7f;
            lines.directions()[3 * i + 2] = -1;
            lines.directions()[3 * i] = 1e-6f;
            lines.directions()[3 * i + 1] = 1e-6f;
            boolean hair = CapsuleChart.v(0, y, 0.2) < 0;
            for (int c = 0; c < 3; c++) {
                colours[c * count + i] = hair ? HAIR + LIGHTER : SKIN;
            }
        }
        return new SupervisingViews.Rays(lines, colours, alphas, certain, certain);
    }
}
