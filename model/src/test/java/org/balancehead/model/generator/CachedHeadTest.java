package org.balancehead.model.generator;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.util.Random;
import org.balancehead.model.benchmark.HeadShape;
import org.balancehead.model.camera.CameraPose;
import org.balancehead.model.camera.Intrinsics;
import org.balancehead.model.image.Psnr;
import org.balancehead.model.tensor.ParameterMap;
import org.balancehead.model.tensor.TensorEngine;
import org.balancehead.model.tensor.TensorSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The fast renderer shows what the plain one shows, of ellipsoids as large as heads. */
class CachedHeadTest {
    private static TensorEngine engine;

    @BeforeAll
    static void start() {
        engine = TensorEngine.onCpu();
    }

    @AfterAll
    static void stop() {
        engine.close();
    }

    @ParameterizedTest
    @CsvSource({"eg3d-small, 0", "panohead-small, 40", "hyplanehead-small, 90", "tiny, 180"})
    void agreesWithThePlainRenderer(String name, double yawDegrees) {
        try (Ellipsoid ellipsoid = new Ellipsoid(name);
                TensorSession session = engine.inference()) {
            NDArray label = label(session, CameraPose.orbit(yawDegrees, 10));

            RawImages plain = ellipsoid.generator.renderRaw(session.ops(), ellipsoid.weights, ellipsoid.head, label);
            RawImages fast =
                    ellipsoid.generator.renderRaw(session.ops(), ellipsoid.weights, cached(session, ellipsoid), label);

            assertThat(plain.mask().mean().getFloat()).isBetween(0.3f, 0.8f);
            assertThat(psnr(plain.raw(), fast.raw())).isGreaterThan(40);
            assertThat(psnr(plain.mask(), fast.mask())).isGreaterThan(40);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"eg3d-small", "panohead-small", "tiny"})
    void enlargesAsThePlainNetworkDoesAndOnWhiteTheHeadAlone(String name) {
        try (Ellipsoid ellipsoid = new Ellipsoid(name);
                TensorSession session = engine.inference()) {
            NDArray label = label(session, CameraPose.orbit(30, 0));
            CachedHead cached = cached(session, ellipsoid);
            RawImages seen = ellipsoid.generator.renderRaw(session.ops(), ellipsoid.weights, cached, label);

            NDArray plain = new SuperResolution(
                            "super_resolution",
                            ellipsoid.generator.preset().planes().features(),
                            ellipsoid.generator.preset().mapping().width(),
                            ellipsoid.generator.preset().superResolution())
                    .enlarge(session.ops(), ellipsoid.weights, seen.raw(), seen.features(), ellipsoid.head.w());
            NDArray fast = cached.superResolution().enlarge(session.ops(), seen);
            NDArray onWhite = ellipsoid.generator.renderOnWhite(session.ops(), ellipsoid.weights, cached, label);
            NDArray wanted = session.ops().call("on_white", plain, seen.mask());

            assertThat(psnr(plain, fast)).isGreaterThan(40); // half precision, where the processor has it
            assertThat(psnr(wanted, onWhite)).isGreaterThan(40);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"eg3d-small", "panohead-small"})
    void showsNothingWhereRaysMissTheHead(String name) {
        try (Ellipsoid ellipsoid = new Ellipsoid(name);
                TensorSession session = engine.inference()) {
            CameraPose away =
                    CameraPose.of(CameraPose.orbit(0, 0).cameraToWorld(), new Intrinsics(4.2647, 4.2647, 5, 0.5, 0));

            RawImages seen = ellipsoid.generator.renderRaw(
                    session.ops(), ellipsoid.weights, cached(session, ellipsoid), label(session, away));

            assertThat(seen.mask().max().getFloat()).isLessThan(0);
            assertThat(seen.raw().toFloatArray()).doesNotContain(Float.NaN);
            assertThat(seen.depth().min().getFloat())
                    .isEqualTo((float) ellipsoid.generator.preset().rendering().far());
        }
    }

    private static CachedHead cached(TensorSession session, Ellipsoid ellipsoid) {
        return ellipsoid.generator.cache(session.ops(), ellipsoid.weights, ellipsoid.head);
    }

    private static NDArray label(TensorSession session, CameraPose camera) {
        return session.memory().create(camera.label(), new Shape(1, 25));
    }

    private static double psnr(NDArray a, NDArray b) {
        float range = a.max().getFloat() - a.min().getFloat();
        return Psnr.ofMeanSquare(a.sub(b).div(range).square().mean().getFloat());
    }

    /** A generator of random weights whose planes are an ellipsoid. */
    private static final class Ellipsoid implements AutoCloseable {
        final HeadGenerator generator;
        final ParameterMap weights;
        final SynthesisedHead head;
        private final ParameterMap drawn;
        private final NDManager owner = engine.newOwner();

        Ellipsoid(String name) {
            Config preset = ConfigFactory.parseString("rendering { coarse = 48, fine = 48, crop-margin = 0.1 }")
                    .withFallback(ConfigFactory.parseResources("presets/" + name + ".conf"));
            generator = new HeadGenerator(GeneratorPreset.of(name, preset));
            drawn = generator.layout().draw(engine, new Random(1));
            weights = HeadShape.decoder(engine, drawn);
            head = HeadShape.planes(generator.preset(), random(), owner, 3);
        }

        private SynthesisedHead random() {
            try (TensorSession session = engine.inference()) {
                int width = generator.preset().mapping().width();
                NDArray ws = session.memory().ones(new Shape(1, generator.layers(), width));
                return generator.synthesise(session.ops(), drawn, ws).kept(session, owner);
            }
        }

        @Override
        public void close() {
            owner.close();
            weights.close();
            drawn.close();
        }
    }
}
