package org.balancehead.model.inversion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.balancehead.model.camera.CameraPose;
import org.balancehead.model.condition.SemanticEncoder;
import org.balancehead.model.face.AlignedHead;
import org.balancehead.model.generator.chart.ChartGenerator;
import org.balancehead.model.generator.chart.ChartHead;
import org.balancehead.model.generator.chart.ChartPreset;
import org.balancehead.model.generator.chart.ChartShell;
import org.balancehead.model.generator.chart.LinearChart;
import org.balancehead.model.image.Mask;
import org.balancehead.model.image.RgbImage;
import org.balancehead.model.tensor.BusyCollector;
import org.balancehead.model.tensor.NotFiniteException;
import org.balancehead.model.tensor.ParameterMap;
import org.balancehead.model.tensor.TensorEngine;
import org.balancehead.model.tensor.TensorSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Inverts what the generator itself made, with a generator whose chart model is drawn at random. */
class ChartInversionTest {
    private static final ChartPreset PRESET = ChartPreset.load("compact");
    private static final InversionSchedule SHORT = new InversionSchedule(8, 4, 12, 2, 4, 512);
    private static TensorEngine engine;
    private static ParameterMap weights;
    private static ChartGenerator generator;

    @BeforeAll
    static void start() {
        engine = TensorEngine.onCpu();
        weights = new ParameterMap(engine);
        Random random = new Random(5);
        ChartGenerator.initialise(PRESET, weights, random);
        HeadEncoder.initialise(PRESET, weights, random);
        int texels = PRESET.mapWidth() / 2 * PRESET.mapHeight();
        float[] mean = new float[4 * texels];
        Arrays.fill(mean, 0.5f);
        Arrays.fill(mean, 0, texels, 0.17f);
        LinearChart.put(PRESET, weights, mean, basis(random));
        int inputs = 4 * HeadEncoder.SMALL * HeadEncoder.SMALL;
        weights.put("encoder.mean", new float[inputs], inputs);
        weights.put("encoder.linear", new float[inputs * PRESET.wDimension()], inputs, PRESET.wDimension());
        generator = new ChartGenerator(PRESET, weights);
    }

    /** Smooth waves over the chart: small in the radius, larger in colour. */
    private static float[] basis(Random random) {
        int texels = PRESET.mapWidth() / 2 * PRESET.mapHeight();
        float[] basis = new float[PRESET.wDimension() * 4 * texels];
        for (int i = 0; i < PRESET.wDimension() * 4; i++) {
            double across = random.nextInt(4);
            double down = random.nextInt(4);
            double phase = random.nextDouble() * 6;
            double scale = i % 4 == 0 ? 0.001 : 0.02;
            for (int t = 0; t < texels; t++) {
                int row = t / (PRESET.mapWidth() / 2);
                double x = t % (PRESET.mapWidth() / 2) * 2 * Math.PI / PRESET.mapWidth();
                basis[i * texels + t] = (float) (scale * Math.sin(across * x + down * row / 20.0 + phase));
            }
        }
        return basis;
    }

    @AfterAll
    static void stop() {
        weights.close();
        engine.close();
    }

    @Test
    void everyRevisionIsBetterThanTheLastAndTheEndMuchBetterThanTheStart() {
        List<Revision> revisions = new ArrayList<>();
        Stage last = Stage.ENCODER;

        try (Inversion inversion = inversion(List.of(view(0), view(25)))) {
            while (!inversion.finished()) {
                InversionProgress progress = inversion.step();
                last = progress.stage();
                progress.revised().ifPresent(avatar -> {
                    revisions.add(avatar.revision());
                    avatar.close();
                });
            }
        }

        assertThat(last).isEqualTo(Stage.TUNING);
        assertThat(revisions.get(0).stage()).isEqualTo(Stage.ENCODER);
        assertThat(revisions).extracting(Revision::psnr).isSorted();
        assertThat(revisions).extracting(Revision::number).isSorted().doesNotHaveDuplicates();
        assertThat(revisions.get(revisions.size() - 1).psnr())
                .isGreaterThan(revisions.get(0).psnr() + 3);
    }

    @Test
    void beginsFromTheKnownHeadThatLooksMostAlikeWhereTheEncoderIsFarOff() {
        int k = PRESET.wDimension();
        float[] off = new float[k];
        Arrays.fill(off, 4);
        try (ParameterMap misled = new ParameterMap(engine, weights)) {
            misled.put("encoder.out.bias", off, k);
            misled.put(HeadGallery.W, codes(7, 8, 9, 10), 4, k);
            misled.put(HeadGallery.FRONTS, fronts(7, 8, 9, 10), k + 1, HeadGallery.FRONT);
            misled.put(HeadGallery.PEOPLE, new float[] {1, 1, 1, 1}, 4, 1);
            misled.put(HeadGallery.AXES, new float[] {1, 0}, 2, 1);
            HeadEncoder encoder = new HeadEncoder(misled);

            assertThat(firstPsnr(encoder, Optional.empty())).isLessThan(17);
            try (KnownHeads known = KnownHeads.of(engine, PRESET, misled).orElseThrow()) {
                assertThat(firstPsnr(encoder, Optional.of(known))).isGreaterThan(30);
            }
        }
    }

    private static double firstPsnr(HeadEncoder encoder, Optional<KnownHeads> known) {
        try (Inversion inversion = inversion(List.of(view(0)), encoder, known);
                Avatar first = inversion.step().revised().orElseThrow()) {
            return first.revision().psnr();
        }
    }

    /** The smallest linear map that makes heads' small fronts of their codes, without a constant. */
    private static float[] fronts(long... seeds) {
        float[] seen = new float[seeds.length * HeadGallery.FRONT];
        for (int i = 0; i < seeds.length; i++) {
            SupervisingViews views = SupervisingViews.of(List.of(view(seeds[i], 0)), PRESET.imageSize());
            try (TensorSession session = engine.inference()) {
                Shape shape = new Shape(1, 4, HeadEncoder.INPUT, HeadEncoder.INPUT);
                NDArray picture = session.memory().create(views.encoderPicture(), shape);
                float[] small = HeadGallery.small(session, picture).toFloatArray();
                System.arraycopy(small, 0, seen, i * HeadGallery.FRONT, HeadGallery.FRONT);
            }
        }
        try (TensorSession session = engine.inference()) {
            NDArray x = session.memory().create(codes(seeds), new Shape(seeds.length, PRESET.wDimension()));
            NDArray y = session.memory().create(seen, new Shape(seeds.length, HeadGallery.FRONT));
            NDArray map = x.transpose().matMul(session.ops().call("solve", x.matMul(x.transpose()), y));
            return map.concat(session.memory().zeros(new Shape(1, HeadGallery.FRONT)), 0)
                    .toFloatArray();
        }
    }

    private static float[] codes(long... seeds) {
        float[] codes = new float[seeds.length * PRESET.wDimension()];
        for (int i = 0; i < seeds.length; i++) {
            System.arraycopy(code(seeds[i]), 0, codes, i * PRESET.wDimension(), PRESET.wDimension());
        }
        return codes;
    }

    @Test
    void garbageCollectionsBetweenForwardAndBackwardChangeNothing() throws Exception {
        List<Double> undisturbed = inverted();

        assertThat(BusyCollector.beside(ChartInversionTest::inverted)).isEqualTo(undisturbed);
    }

    private static List<Double> inverted() {
        List<Double> psnr = new ArrayList<>();
        try (Inversion inversion = inversion(List.of(view(0)))) {
            while (!inversion.finished()) {
                inversion.step().revised().ifPresent(avatar -> {
                    psnr.add(avatar.revision().psnr());
                    avatar.close();
                });
            }
        }
        return psnr;
    }

    @Test
    void aClosedAvatarIsNotRendered() {
        try (Inversion inversion = inversion(List.of(view(0)))) {
            Optional<Avatar> first = inversion.step().revised();
            ChartAvatar avatar = (ChartAvatar) first.orElseThrow();

            avatar.close();

            assertThatThrownBy(avatar::head).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void anEncoderThatGivesNoNumbersIsToldOfAtOnceAndEndsNoProcess() {
        int inputs = 4 * HeadEncoder.SMALL * HeadEncoder.SMALL;
        float[] noNumbers = new float[inputs];
        Arrays.fill(noNumbers, Float.NaN);
        weights.put("encoder.mean", noNumbers, inputs);

        try (Inversion inversion = inversion(List.of(view(0)))) {
            assertThatThrownBy(inversion::step)
                    .isInstanceOf(NotFiniteException.class)
                    .hasMessage("A head came out with numbers that are infinite or none.");
        } finally {
            weights.put("encoder.mean", new float[inputs], inputs);
        }
    }

    private static Inversion inversion(List<AlignedHead> heads) {
        return inversion(heads, new HeadEncoder(weights), Optional.empty());
    }

    private static Inversion inversion(List<AlignedHead> heads, HeadEncoder encoder, Optional<KnownHeads> known) {
        SupervisingViews views = SupervisingViews.of(heads, heads.get(0).crop().width());
        RevisionMeasure measure = new RevisionMeasure(views, new EverybodyAlike());
        return new StagedInversion(
                new ChartFitting(engine, generator, encoder, known, views, measure, SHORT.raysAStep()), SHORT);
    }

    /** What a head drawn at random looks like from a yaw, with its true mask. */
    private static AlignedHead view(double yawDegrees) {
        return view(9, yawDegrees);
    }

    private static float[] code(long seed) {
        float[] w = new float[PRESET.wDimension()];
        Random random = new Random(seed);
        for (int i = 0; i < w.length; i++) {
            w[i] = (float) random.nextGaussian();
        }
        return w;
    }

    private static AlignedHead view(long seed, double yawDegrees) {
        float[] w = code(seed);
        CameraPose camera = CameraPose.orbit(yawDegrees, 0);
        int side = PRESET.imageSize();
        try (TensorSession session = engine.inference()) {
            ChartHead head = generator
                    .synthesis()
                    .synthesise(
                            session.ops(),
                            ChartGenerator.everywhere(session.memory().create(w).expandDims(0)));
            ChartShell shell = generator.bake(session, head);
            RgbImage crop = generator.picture(session, shell, camera, side);
            float[] rendering =
                    generator.renderer().render(session, shell, camera, side).toFloatArray();
            int opacity = (3 + PRESET.fieldFeatures()) * side * side;
            float[] alpha = Arrays.copyOfRange(rendering, opacity, opacity + side * side);
            return new AlignedHead(crop, new Mask(side, side, alpha), camera, Mask.everywhere(side, side));
        }
    }

    /** Knows nobody from anybody: the inversion is graded by its pictures alone. */
    private static final class EverybodyAlike implements SemanticEncoder {
        @Override
        public String name() {
            return "alike";
        }

        @Override
        public int dimension() {
            return 1;
        }

        @Override
        public float[] encode(AlignedHead frontal) {
            return new float[] {1};
        }

        @Override
        public float[][] encodeAll(List<RgbImage> alignedFrontalCrops) {
            float[][] ones = new float[alignedFrontalCrops.size()][1];
            for (float[] one : ones) {
                one[0] = 1;
            }
            return ones;
        }

        @Override
        public void close() {}
    }
}
