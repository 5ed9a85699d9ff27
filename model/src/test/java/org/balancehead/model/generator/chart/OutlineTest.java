package org.balancehead.model.generator.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import org.balancehead.model.camera.CameraPose;
import org.balancehead.model.image.Psnr;
import org.balancehead.model.image.Resampling;
import org.balancehead.model.image.RgbImage;
import org.balancehead.model.tensor.TensorEngine;
import org.balancehead.model.tensor.TensorSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class OutlineTest {
    private static final int SIDE = 32;
    private static final int CHANNELS = 5;
    private static final int OPACITY = 3;
    private static final double RADIUS = 9.4;
    private static final float[] COLOUR = {0.75f, 0.5f, 0.25f, 1, 2.5f};

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
    void coversPixelsAtTheOutlineInPartAndMovesItByLessThanAnEighthOfAPixel() {
        float[] disc = disc(16, 16);
        float[] smooth = smoothed(disc);

        double error = 0;
        double errorBefore = 0;
        double area = 0;
        for (int i = 0; i < SIDE * SIDE; i++) {
            double covered = covered(i % SIDE, i / SIDE, 16, 16);
            error += square(opacity(smooth, i) - covered);
            errorBefore += square(opacity(disc, i) - covered);
            area += opacity(smooth, i);
        }
        assertThat(error).isLessThan(0.6 * errorBefore);
        assertThat(area).isCloseTo(Math.PI * RADIUS * RADIUS, within(2 * Math.PI * RADIUS / 8));
    }

    @Test
    void keepsTheColourOfASurfaceOfOneColourAlsoAtTheBorderOfThePicture() {
        float[] smooth = smoothed(disc(2, 30));

        for (int i = 0; i < SIDE * SIDE; i++) {
            for (int channel = 0; channel < CHANNELS; channel++) {
                assertThat(smooth[channel * SIDE * SIDE + i])
                        .isCloseTo(COLOUR[channel] * opacity(smooth, i), within(1e-5f));
            }
        }
    }

    @Test
    void leavesWhatIsNotBesideTheOutlineAsItIs() {
        float[] disc = disc(16, 16);
        float[] smooth = smoothed(disc);

        for (int i = 0; i < SIDE * SIDE; i++) {
            double off = distance(i, 16, 16) - RADIUS;
            if (Math.abs(off) > 3) {
                for (int channel = 0; channel < CHANNELS; channel++) {
                    int place = channel * SIDE * SIDE + i;
                    assertThat(smooth[place]).isEqualTo(disc[place]);
                }
            }
        }
    }

    @Test
    void leavesAnEmptyPictureEmpty() {
        assertThat(smoothed(new float[CHANNELS * SIDE * SIDE])).containsOnly(0);
    }

    @Test
    void smoothsSeveralPicturesTogetherAsItSmoothsEachOfThem() {
        float[] first = disc(16, 16);
        float[] second = disc(2, 30);
        try (TensorSession session = engine.inference()) {
            float[] both = Arrays.copyOf(first, 2 * first.length);
            System.arraycopy(second, 0, both, first.length, second.length);
            NDArray renderings = session.memory().create(both, new Shape(2, CHANNELS, SIDE, SIDE));

            float[] together = Outline.smoothTogether(session.ops(), renderings).toFloatArray();

            assertThat(Arrays.copyOf(together, first.length)).containsExactly(smoothed(first), offset(1e-5f));
            assertThat(Arrays.copyOfRange(together, first.length, together.length))
                    .containsExactly(smoothed(second), offset(1e-5f));
        }
    }

    @Test
    void bringsHeadsNearerToPicturesOfManyRaysAPixel() {
        int side = 64;
        int opacity = 3 + DrawnHeads.PRESET.fieldFeatures();
        ChartRenderer renderer = new ChartRenderer(DrawnHeads.PRESET);
        try (DrawnHeads heads = new DrawnHeads(engine);
                TensorSession session = engine.inference()) {
            ChartShell shell = new ShellBaking(DrawnHeads.PRESET, heads.weights()).bake(session.ops(), heads.draw());
            for (int yaw = 0; yaw < 360; yaw += 60) {
                CameraPose camera = CameraPose.orbit(yaw, 5);
                RgbImage many =
                        Pictures.onWhite(session.ops(), renderer.render(session, shell, camera, 4 * side), opacity);
                RgbImage truth = Resampling.resize(many, side, side);
                NDArray rendering = renderer.render(session, shell, camera, side);
                RgbImage stairs = Pictures.onWhite(session.ops(), rendering, opacity);
                RgbImage smooth = Pictures.onWhite(session.ops(), Outline.smooth(session.ops(), rendering), opacity);

                assertThat(Psnr.between(truth, smooth)).isGreaterThan(Psnr.between(truth, stairs) + 0.5);
            }
        }
    }

    private static float[] smoothed(float[] rendering) {
        try (TensorSession session = engine.inference()) {
            NDArray array = session.memory().create(rendering, new Shape(1, CHANNELS, SIDE, SIDE));
            return Outline.smooth(session.ops(), array).toFloatArray();
        }
    }

    private static double square(double x) {
        return x * x;
    }

    private static float opacity(float[] rendering, int pixel) {
        return rendering[OPACITY * SIDE * SIDE + pixel];
    }

    /** From the middle of a pixel to a place. */
    private static double distance(int pixel, double x, double y) {
        int row = pixel / SIDE;
        return Math.hypot(pixel % SIDE + 0.5 - x, row + 0.5 - y);
    }

    /** One ray a pixel. */
    private static float[] disc(double x, double y) {
        float[] rendering = new float[CHANNELS * SIDE * SIDE];
        for (int i = 0; i < SIDE * SIDE; i++) {
            if (distance(i, x, y) < RADIUS) {
                for (int channel = 0; channel < CHANNELS; channel++) {
                    rendering[channel * SIDE * SIDE + i] = COLOUR[channel];
                }
            }
        }
        return rendering;
    }

    /** The share of a pixel that the disc covers, by 16 x 16 places in it. */
    private static double covered(int column, int row, double x, double y) {
        int met = 0;
        for (int i = 0; i < 256; i++) {
            double across = column + (i % 16 + 0.5) / 16 - x;
            int part = i / 16;
            double down = row + (part + 0.5) / 16 - y;
            met += Math.hypot(across, down) < RADIUS ? 1 : 0;
        }
        return met / 256.0;
    }
}
