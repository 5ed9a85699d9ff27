package org.balancehead.tests.parity;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Locale;
import org.balancehead.model.parity.NpzFile;
import org.balancehead.model.renderer.CroppedField;
import org.balancehead.model.renderer.DensityActivation;
import org.balancehead.model.renderer.FeatureDecoder;
import org.balancehead.model.renderer.FeatureDecoder.ColourActivation;
import org.balancehead.model.renderer.FieldSamples;
import org.balancehead.model.renderer.MarchedRays;
import org.balancehead.model.renderer.PointSampler;
import org.balancehead.model.renderer.RayBundle;
import org.balancehead.model.renderer.RayMarcher;
import org.balancehead.model.tensor.ParameterMap;
import org.balancehead.model.tensor.TensorEngine;
import org.balancehead.model.tensor.TensorOps;
import org.balancehead.model.tensor.TensorSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The basic operations agree with numbers that the published code of EG3D and its descendants gave. */
class OperationsParityTest {
    private static final NpzFile FIXTURE = NpzFile.read(Fixtures.file("operations.npz"));
    private static final ParityTable TABLE = new ParityTable();
    private static final double ROUNDING = 3e-6;

    private static TensorEngine engine;
    private TensorSession session;
    private TensorOps ops;

    @BeforeAll
    static void start() {
        engine = TensorEngine.onCpu();
    }

    @AfterAll
    static void stop() {
        System.out.println(TABLE);
        engine.close();
    }

    @BeforeEach
    void open() {
        session = engine.inference();
        ops = session.ops();
    }

    @AfterEach
    void close() {
        session.close();
    }

    @Test
    void normalisesTheSecondMoment() {
        NDArray normalised = ops.call("normalise_second_moment", array("fc/input"));

        compare("second moment", normalised, "normalize_2nd_moment/output");
    }

    @Test
    void connectsFully() {
        NDArray linear = ops.call("fully_connected", array("fc/input"), array("fc/weight"), array("fc/bias"), 0.01);

        compare("fully connected, linear", linear, "fc/linear_lr0.01");
        compare("fully connected, leaky ReLU", ops.call("lrelu", linear), "fc/lrelu_lr0.01");
    }

    @Test
    void addsBiasAndActivates() {
        NDArray activated = ops.call("lrelu", ops.call("add_bias", array("bias_act/input"), array("bias_act/bias")));

        compare("bias and leaky ReLU", activated, "bias_act/lrelu");
    }

    @Test
    void enlargesByTwo() {
        compare("upsample", ops.call("upsample", array("upfirdn/input")), "upfirdn/upsample2d");
    }

    @ParameterizedTest
    @CsvSource({"12, true", "12, false", "16, true", "16, false", "7, true", "7, false", "5, true", "5, false"})
    void resizes(int side, boolean antialias) {
        NDArray resized = ops.call("resize", array("resize/input"), side, antialias);

        String key = "resize/" + side + "x" + side + (antialias ? "_antialias" : "_plain");
        compare(key, resized, key);
    }

    @Test
    void modulatesConvolutions() {
        NDArray x = array("modconv/input");
        NDArray styles = array("modconv/styles");
        NDArray weight3 = array("modconv/weight3");

        NDArray same =
                ops.call("modulated_conv", x, weight3, styles, false, true).add(array("modconv/noise6"));
        NDArray up = ops.call("modulated_conv", x, weight3, styles, true, true).add(array("modconv/noise12"));
        NDArray rgb = ops.call("modulated_conv", x, array("modconv/weight1"), styles, false, false);

        compare("modulated convolution", same, "modconv/same_demod_fused");
        compare("modulated convolution, up", up, "modconv/up2_demod_fused");
        compare("modulated convolution, to RGB", rgb, "modconv/rgb_nodemod_fused");
    }

    @Test
    void castsRays() {
        NDArray pose = array("rays/cam2world").reshape(1, 16);
        NDArray label = pose.concat(array("rays/intrinsics").reshape(1, 9), 1);

        RayBundle rays = RayBundle.of(ops, label, 5);

        compare("ray directions", rays.directions(), "rays/directions");
        compare("ray origins", rays.origins().broadcast(new Shape(1, 25, 3)), "rays/origins");
    }

    @Test
    void stratifiesDepths() {
        NDArray rays = session.memory().zeros(new Shape(1, 25, 3));
        NDArray toMiddle = array("stratified/jitter").sub(0.5f).mul(1.05f / 5);

        NDArray middles = new PointSampler(2.25, 3.3, 6, 0, false).coarseDepths(ops, new RayBundle(rays, rays));

        compare("stratified depths", middles.expandDims(3).add(toMiddle), "stratified/uniform_2.25_3.3");
    }

    @Test
    void drawsWithinStrataAndQuantilesWhereRandom() {
        NDArray directions = session.memory().zeros(new Shape(1, 25, 3));
        PointSampler sampler = new PointSampler(2, 3, 6, 8, true);

        NDArray coarse = sampler.coarseDepths(ops, new RayBundle(directions, directions));
        NDArray fine = sampler.fineDepths(ops, coarse, session.memory().ones(new Shape(1, 25, 5)));

        NDArray strata = coarse.sub(2).div(0.2f).floor();
        assertThat(strata.get("0,7").toFloatArray()).containsExactly(0, 1, 2, 3, 4, 5);
        assertThat(coarse.get("0,0").toFloatArray())
                .isNotEqualTo(coarse.get("0,1").toFloatArray());
        assertThat(fine.sub(coarse.min(new int[] {2}, true)).min().getFloat()).isPositive();
        assertThat(fine.sub(coarse.max(new int[] {2}, true)).max().getFloat()).isNegative();
    }

    @Test
    void samplesDensitiesByTheirQuantiles() {
        NDArray found = ops.call("sample_pdf", array("pdf/bins"), array("pdf/weights"), array("pdf/u"));

        compare("inverse transform", found, "pdf/given_u");
    }

    @Test
    void samplesWhereWeightIs() {
        NDArray depths = array("importance/depths").squeeze(3);
        NDArray weights = array("importance/weights").squeeze(3);

        NDArray fine = new PointSampler(2, 3, 9, 8, false).fineDepths(ops, depths, weights);

        compare("importance depths", fine, "importance/midpoint_u_8");
    }

    @Test
    void marchesRaysOfAnyOrder() {
        RayMarcher marcher = new RayMarcher(DensityActivation.SOFTPLUS);
        NDArray depths = array("march/depths").squeeze(3);
        NDArray density = array("march/densities").squeeze(3);
        NDArray colours = array("march/colors");

        MarchedRays whole = marcher.march(ops, List.of(depths), List.of(density), List.of(colours));
        MarchedRays parted = marcher.march(
                ops,
                List.of(depths.get(":,:,1::2"), depths.get(":,:,::2")),
                List.of(density.get(":,:,1::2"), density.get(":,:,::2")),
                List.of(colours.get(":,:,1::2"), colours.get(":,:,::2")));

        compare("marched colour", whole.colour(), "march/panohead_rgb");
        compare("marched weights", whole.weights(), "march/weights");
        compare("marched depth", ops.call("clamp_depth", whole.depth(), whole.depths()), "march/depth");
        compare("marched colour, in two sets", parted.colour(), "march/panohead_rgb");
    }

    @Test
    void removesWhatStandsNearTheBox() {
        NDArray points = array("points").expandDims(0);
        FieldSamples nothing = new FieldSamples(session.memory().zeros(new Shape(1, 55)), points);

        FieldSamples cropped = new CroppedField((o, p) -> nothing, 0.4).at(ops, points);

        compare("crop mask", cropped.density().div(-1000), "planes/crop_mask_0.1_box1");
    }

    @ParameterizedTest
    @CsvSource({"8, 4, group4_channels1", "8, 2, group2_channels1"})
    void comparesTheImagesOfABatch(int images, int group, String key) {
        NDArray input = array("mbstd/input").get("0:" + images);

        compare("minibatch deviation, " + key, ops.call("minibatch_deviation", input, group), "mbstd/" + key);
    }

    @Test
    void convolvesAndHalves() {
        NDArray x = array("modconv/input");
        NDArray weight = array("modconv/weight3");
        NDArray bias = array("conv2dlayer/bias");

        NDArray plain = ops.call("discriminator_layer", x, weight, bias, true, 1.0, 1.0);
        NDArray softer = ops.call("discriminator_layer", x, weight, bias, true, Math.sqrt(0.5), 1.0);

        compare("convolution, down", plain, "conv2dlayer/down2_lrelu_clamp1");
        compare("convolution, down, gain", softer, "conv2dlayer/down2_lrelu_clamp1_gain_sqrt0.5");
    }

    @ParameterizedTest
    @ValueSource(strings = {"NONE", "SIGMOID", "LEAKY_RELU"})
    void decodesFeatures(ColourActivation activation) {
        FeatureDecoder decoder = new FeatureDecoder("decoder", 32, 64, 32, activation);
        try (ParameterMap weights = new ParameterMap(engine)) {
            for (String[] name : new String[][] {{"hidden", "0"}, {"out", "2"}}) {
                for (String part : List.of(".weight", ".bias")) {
                    NpzFile.FloatArray array = FIXTURE.get("decoder/net." + name[1] + part);
                    weights.put("decoder." + name[0] + part, array.values(), array.shape());
                }
            }

            FieldSamples decoded =
                    decoder.decode(ops, weights, array("decoder/features").transpose(0, 1, 3, 2));

            String rgb = activation == ColourActivation.LEAKY_RELU
                    ? "lrelu"
                    : activation.name().toLowerCase(Locale.ROOT);
            compare("decoded colour, " + rgb, decoded.colour(), "decoder/rgb_" + rgb);
            compare("decoded density", decoded.density(), "decoder/sigma");
        }
    }

    private static void compare(String stage, NDArray actual, String key) {
        TABLE.compare(stage, actual, FIXTURE.get(key).values(), ROUNDING);
    }

    private NDArray array(String key) {
        NpzFile.FloatArray array = FIXTURE.get(key);
        return session.memory().create(array.values(), new Shape(array.shape()));
    }
}
