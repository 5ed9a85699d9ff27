package org.balancehead.tests.parity;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.balancehead.model.checkpoint.Safetensors;
import org.balancehead.model.checkpoint.StoredTensor;
import org.balancehead.model.checkpoint.Weights;
import org.balancehead.model.generator.GeneratorPreset;
import org.balancehead.model.generator.HeadGenerator;
import org.balancehead.model.generator.HeadImages;
import org.balancehead.model.generator.SynthesisNetwork;
import org.balancehead.model.generator.SynthesisedHead;
import org.balancehead.model.generator.Truncation;
import org.balancehead.model.planes.HyPlane;
import org.balancehead.model.planes.SphereMap;
import org.balancehead.model.renderer.DensityActivation;
import org.balancehead.model.renderer.FieldSamples;
import org.balancehead.model.renderer.MarchedRays;
import org.balancehead.model.renderer.PointSampler;
import org.balancehead.model.renderer.RadianceField;
import org.balancehead.model.renderer.RayBundle;
import org.balancehead.model.renderer.RayMarcher;
import org.balancehead.model.tensor.ParameterLayout;
import org.balancehead.model.tensor.ParameterMap;
import org.balancehead.model.tensor.TensorEngine;
import org.balancehead.model.tensor.TensorOps;
import org.balancehead.model.tensor.TensorSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The generator's stages agree with numbers that HyPlaneHead's published code made of random weights (seed 405, torch
 * 1.13, CPU; jitter and quantiles in their middles). Float arithmetic alone moves its images by 1e-5, its depths by
 * 3e-6.
 */
class HyPlaneHeadParityTest {
    private static final String FOLDER = "/parity/hyplanehead/";
    private static final double IMAGE = 5e-5;
    private static final double DEPTH = 6e-6;
    private static final double THIN_DEPTH = 2e-5; // where opacity is below .05
    private static final double LATENT = 1e-5;
    private static final double FINE_DEPTH = 1e-4; // they jump where the cumulated weight passes a quantile
    private static final double GRADIENT = 1e-3; // relative to the norm

    private static final NpzFile IO = NpzFile.resource(FOLDER + "io.npz");
    private static final NpzFile GRADIENTS = NpzFile.resource(FOLDER + "gradients.npz");
    private static final ParityTable TABLE = new ParityTable();
    private static final GeneratorPreset PRESET = GeneratorPreset.of(
            "hyplanehead",
            ConfigFactory.parseResources(
                    HyPlaneHeadParityTest.class.getClassLoader(), FOLDER.substring(1) + "preset.conf"));
    private static final HeadGenerator GENERATOR = new HeadGenerator(PRESET);

    private static TensorEngine engine;
    private static ParameterMap weights;

    @BeforeAll
    static void load() throws URISyntaxException {
        engine = TensorEngine.onCpu();
        Path file =
                Path.of(Objects.requireNonNull(HyPlaneHeadParityTest.class.getResource(FOLDER + "weights.safetensors"))
                        .toURI());
        Map<String, StoredTensor> ours = new LinkedHashMap<>();
        Safetensors.read(file).forEach((name, tensor) -> ours.put(ReferenceNames.ours(name), tensor));
        weights = Weights.load(ours, engine);
    }

    @AfterEach
    void freeze() {
        weights.requireGradients(name -> false);
    }

    @AfterAll
    static void report() {
        System.out.println(TABLE);
        weights.close();
        engine.close();
    }

    @Test
    void hasExactlyTheReferencesWeights() {
        ParameterLayout layout = GENERATOR.layout();

        layout.check(weights);

        assertThat(layout.trainedSize()).isEqualTo(81094 - 294); // without the camera-shift network
    }

    @Test
    void mapsLatentAndConditionToW() {
        try (TensorSession session = engine.inference()) {
            TensorOps ops = session.ops();
            NDArray z = array(session, "z");
            NDArray front = array(session, "c_cond").repeat(0, 2);
            NDArray side = row(session, "c", 1).repeat(0, 2);

            NDArray ws = GENERATOR.map(ops, weights, z, front, Truncation.NONE);
            NDArray half = GENERATOR.map(ops, weights, z, front, Truncation.of(0.7));
            NDArray cut = GENERATOR.map(ops, weights, z, front, new Truncation(0.7, 3));
            NDArray turned = GENERATOR.map(ops, weights, z, side, Truncation.NONE);

            assertThat(ws.getShape()).isEqualTo(new Shape(2, 10, 48));
            compare("w", ws.get(":,9"), "ws", LATENT);
            compare("w, psi 0.7", half.get(":,9"), "ws_psi07", LATENT);
            compare("w, psi 0.7 in 3 layers", cut, "ws_psi07_cutoff3", LATENT);
            compare("w of another condition", turned.get(":,0"), "ws_cond_cam1", LATENT);
        }
    }

    @Test
    void synthesisesPlanesAndBackground() {
        try (TensorSession session = engine.inference()) {
            TensorOps ops = session.ops();
            SynthesisNetwork synthesis = new SynthesisNetwork("synthesis", 48, 64, 32, PRESET.synthesis());
            NDArray ws = array(session, "ws_plus");

            NDArray image = synthesis.synthesise(ops, weights, ws, true);
            NDArray quiet = synthesis.synthesise(ops, weights, ws, false);
            SynthesisedHead head = GENERATOR.synthesise(ops, weights, ws);

            compare("backbone", image, "backbone_out", IMAGE);
            compare("backbone without noise, mean", quiet.abs().mean(), "backbone_out_noise_none_mean_abs", IMAGE);
            compare("background", Objects.requireNonNull(head.background()), "background", IMAGE);
        }
    }

    @Test
    void looksPointsUpAndDecodesThem() {
        try (TensorSession session = engine.inference()) {
            TensorOps ops = session.ops();
            SynthesisedHead head = GENERATOR.synthesise(ops, weights, array(session, "ws_plus"));
            NDArray points = array(session, "points").expandDims(0);

            NDArray features = new HyPlane(32, 32, 1, SphereMap.SQUARE).features(ops, head.planes(), points);
            FieldSamples decoded = GENERATOR.field(weights, head).at(ops, points);

            compare("features at points", features.transpose(0, 1, 3, 2), "points_features", IMAGE);
            compare("density at points", decoded.density(), "points_sigma", IMAGE);
            compare("colour at points", decoded.colour(), "points_rgb", IMAGE);
        }
    }

    @Test
    void samplesAndMarchesRays() {
        try (TensorSession session = engine.inference()) {
            TensorOps ops = session.ops();
            PointSampler sampler = new PointSampler(2.25, 3.3, 12, 12, false);
            RayMarcher marcher = new RayMarcher(DensityActivation.SOFTPLUS);
            SynthesisedHead head = GENERATOR.synthesise(ops, weights, array(session, "ws_plus"));
            RadianceField field = GENERATOR.croppedField(weights, repeated(head, 4));

            RayBundle rays = RayBundle.of(ops, array(session, "c"), 12);
            NDArray coarse = sampler.coarseDepths(ops, rays);
            FieldSamples first = field.at(ops, rays.points(ops, coarse));
            NDArray firstDensity = first.density().reshape(4, 144, 12);
            NDArray firstWeights = marcher.weights(ops, coarse, firstDensity);
            NDArray fine = sampler.fineDepths(ops, coarse, firstWeights);
            FieldSamples second = field.at(ops, rays.points(ops, fine));
            MarchedRays marched = marcher.march(
                    ops,
                    List.of(coarse, fine),
                    List.of(firstDensity, second.density().reshape(4, 144, 12)),
                    List.of(
                            first.colour().reshape(4, 144, 12, 32),
                            second.colour().reshape(4, 144, 12, 32)));

            compare("ray origins", rays.origins(), "ray_origins", LATENT);
            compare("ray directions", rays.directions(), "ray_directions", LATENT);
            compare("coarse depths", coarse.get("0,0"), "depths_coarse", DEPTH);
            compare("coarse density", firstDensity, "coarse_sigma", 1e-4); // −1000 where cropped
            compare("coarse weights", firstWeights, "coarse_weights", IMAGE);
            compare("fine depths", fine, "depths_fine", FINE_DEPTH);
            compare("density along rays", marched.density(), "march_sigma", 1e-3); // moves with the fine depths
            compare("weights along rays", marched.weights(), "march_weights", 1e-4); // likewise
            compare("features of rays", marched.colour(), "feature_samples", IMAGE);
            compare("opacity of rays", marched.opacity(), "weights_sum", IMAGE);
        }
    }

    @Test
    void rendersAndEnlargesEachCamera() {
        for (int camera = 0; camera < 4; camera++) {
            try (TensorSession session = engine.inference()) {
                HeadImages images = render(session, array(session, "ws_plus"), row(session, "c", camera));

                String of = ", camera " + camera;
                compareRow("feature image" + of, images.features(), "feature_image", camera, IMAGE);
                compareRow("raw image" + of, images.raw(), "out_image_raw", camera, IMAGE);
                compareRow("mask" + of, images.mask(), "out_image_mask", camera, IMAGE);
                compareDepth(of, images, camera);
                compareRow("image" + of, images.image(), "out_image", camera, IMAGE);
            }
        }
    }

    @Test
    void rendersTwoHeadsInOneBatch() {
        try (TensorSession session = engine.inference()) {
            NDArray ws = array(session, "ws").expandDims(1).repeat(1, 10);
            NDArray labels = row(session, "c", 0).concat(row(session, "c", 3), 0);

            HeadImages images = render(session, ws, labels);

            compare("batch of 2, raw image", images.raw(), "batch2_image_raw", IMAGE);
            compare("batch of 2, image", images.image(), "batch2_image", IMAGE);
        }
    }

    @Test
    void givesTheSameBitsAgainInOneThread() {
        int threads = TensorEngine.threads();
        TensorEngine.useThreads(1);
        try (TensorSession session = engine.inference()) {
            NDArray ws = array(session, "ws_plus");

            float[] first = render(session, ws, row(session, "c", 3)).image().toFloatArray();
            float[] second = render(session, ws, row(session, "c", 3)).image().toFloatArray();

            assertThat(second).isEqualTo(first);
        } finally {
            TensorEngine.useThreads(threads);
        }
    }

    @Test
    void differentiatesTheImage() throws IOException {
        weights.requireGradients(GENERATOR.layout()::trained);
        try (TensorSession session = engine.gradients()) {
            NDArray ws = array(session, "ws_plus");
            ws.setRequiresGradient(true);
            HeadImages images = render(session, ws, row(session, "c", 1));
            NDArray loss = images.image().sub(array(session, "target")).abs().mean();

            Map<String, NDArray> gradients = gradients(session, loss, ws, "G_image_loss");

            TABLE.compare("image loss", loss, GRADIENTS.get("loss").values(), LATENT);
            compareGradient("image loss by w", gradients, "ws", "w");
            compareNorms("image loss", gradients, "G_image_loss");
            for (String whole : List.of(
                    "decoder.net.0.weight",
                    "decoder.net.2.bias",
                    "backbone.synthesis.b4.const",
                    "superresolution.block1.torgb.weight")) {
                compareGradient("  by " + whole, gradients, whole, "full/" + whole);
            }
        }
    }

    @Test
    void differentiatesWhatIsRendered() throws IOException {
        weights.requireGradients(GENERATOR.layout()::trained);
        try (TensorSession session = engine.gradients()) {
            NDArray ws = array(session, "ws_plus");
            ws.setRequiresGradient(true);
            HeadImages images = render(session, ws, row(session, "c", 3));
            NDArray loss = images.raw()
                    .abs()
                    .mean()
                    .add(images.depth().mean())
                    .add(images.mask().mean());

            Map<String, NDArray> gradients = gradients(session, loss, ws, "G_raw_loss");

            TABLE.compare("raw loss", loss, GRADIENTS.get("raw_loss").values(), LATENT);
            compareGradient("raw loss by w", gradients, "ws", "raw_w");
            compareNorms("raw loss", gradients, "G_raw_loss");
        }
    }

    @Test
    void differentiatesThroughTheMapping() {
        try (TensorSession session = engine.gradients()) {
            NDArray z = row(session, "z", 0);
            z.setRequiresGradient(true);
            NDArray ws = GENERATOR.map(session.ops(), weights, z, array(session, "c_cond"), Truncation.NONE);
            HeadImages images = render(session, ws, row(session, "c", 0));
            NDArray loss = images.image().sub(array(session, "target")).abs().mean();

            NDArray gradient = session.ops().grad(List.of(loss), List.of(z), false)[0];

            TABLE.compareRelative(
                    "image loss by z", gradient, GRADIENTS.get("z").values(), GRADIENT);
        }
    }

    private static HeadImages render(TensorSession session, NDArray ws, NDArray labels) {
        SynthesisedHead head = GENERATOR.synthesise(session.ops(), weights, ws);
        return GENERATOR.render(session.ops(), weights, head, labels);
    }

    private static SynthesisedHead repeated(SynthesisedHead head, int times) {
        return new SynthesisedHead(head.planes().repeat(0, times), head.background(), head.w());
    }

    /** The gradients by {@code ws} and by all parameters that the fixture has a norm of, by the reference's names. */
    private static Map<String, NDArray> gradients(TensorSession session, NDArray loss, NDArray ws, String kind)
            throws IOException {
        Map<String, NDArray> inputs = new LinkedHashMap<>();
        inputs.put("ws", ws);
        gradientNorms(kind).keySet().forEach(name -> inputs.put(name, weights.get(ReferenceNames.ours(name))));
        NDArray[] found = session.ops().grad(List.of(loss), new ArrayList<>(inputs.values()), false);
        Iterator<NDArray> next = List.of(found).iterator();
        inputs.replaceAll((name, input) -> next.next());
        return inputs;
    }

    /** Norms of the gradients, by the reference's names; what the loss does not reach is left out. */
    private static Map<String, Double> gradientNorms(String kind) throws IOException {
        try (InputStream in = HyPlaneHeadParityTest.class.getResourceAsStream(FOLDER + "gradients.json")) {
            Map<String, Double> norms = new LinkedHashMap<>();
            new ObjectMapper().readTree(in).get(kind).properties().forEach(entry -> {
                if (!entry.getValue().isNull()) {
                    norms.put(entry.getKey(), entry.getValue().doubleValue());
                }
            });
            return norms;
        }
    }

    private static void compareGradient(String stage, Map<String, NDArray> gradients, String name, String key) {
        TABLE.compareRelative(stage, gradients.get(name), GRADIENTS.get(key).values(), GRADIENT);
    }

    private static void compareNorms(String stage, Map<String, NDArray> gradients, String kind) throws IOException {
        double largest = 0;
        Map<String, Double> norms = gradientNorms(kind);
        for (Map.Entry<String, Double> norm : norms.entrySet()) {
            double ours = gradients.get(norm.getKey()).square().sum().sqrt().getFloat();
            largest = Math.max(largest, Math.abs(ours - norm.getValue()) / norm.getValue());
        }
        TABLE.judge(stage + " by " + norms.size() + " parameters, norm", largest, GRADIENT);
    }

    private static void compare(String stage, NDArray actual, String key, double tolerance) {
        TABLE.compare(stage, actual, IO.get(key).values(), tolerance);
    }

    private static void compareRow(String stage, NDArray actual, String key, int row, double tolerance) {
        TABLE.compare(stage, actual, row(IO.get(key), row), tolerance);
    }

    private static void compareDepth(String of, HeadImages images, int camera) {
        float[] ours = images.depth().toFloatArray();
        float[] theirs = row(IO.get("out_image_depth"), camera);
        float[] opacity = row(IO.get("weights_sum"), camera);
        double largest = 0;
        double thin = 0;
        for (int i = 0; i < ours.length; i++) {
            double difference = Math.abs(ours[i] - theirs[i]);
            largest = opacity[i] < 0.05 ? largest : Math.max(largest, difference);
            thin = opacity[i] < 0.05 ? Math.max(thin, difference) : thin;
        }
        TABLE.judge("depth" + of, largest, DEPTH);
        TABLE.judge("depth where thin" + of, thin, THIN_DEPTH);
    }

    private static float[] row(NpzFile.FloatArray array, int row) {
        int size = array.values().length / (int) array.shape()[0];
        return Arrays.copyOfRange(array.values(), row * size, (row + 1) * size);
    }

    private static NDArray array(TensorSession session, String key) {
        NpzFile.FloatArray array = IO.get(key);
        return session.memory().create(array.values(), new Shape(array.shape()));
    }

    private static NDArray row(TensorSession session, String key, int row) {
        float[] values = row(IO.get(key), row);
        return session.memory().create(values, new Shape(1, values.length));
    }
}
