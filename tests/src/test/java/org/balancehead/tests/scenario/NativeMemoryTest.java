package org.balancehead.tests.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntConsumer;
import org.balancehead.model.camera.CameraPose;
import org.balancehead.model.generator.GeneratorPreset;
import org.balancehead.model.generator.HeadGenerator;
import org.balancehead.model.generator.SynthesisedHead;
import org.balancehead.model.tensor.ParameterMap;
import org.balancehead.model.tensor.TensorEngine;
import org.balancehead.model.tensor.TensorSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A thousand renders and a thousand inversion steps leave the process as large as it was. The network is {@code tiny},
 * made smaller still: what matters is how many arrays come and go.
 */
class NativeMemoryTest {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final int WARM_UP = 100;
    private static final int ROUNDS = 1000;
    private static final long MAX_GROWTH_KB = 10 << 10; // one leaked picture of 32² a round would be 12 MB

    private static final Config SMALL = ConfigFactory.parseString("""
            planes.side = 8
            rendering { side = 8, coarse = 4, fine = 4 }
            background.side = 8
            super-resolution.input-side = 8
            """);
    private static final HeadGenerator GENERATOR = new HeadGenerator(
            GeneratorPreset.of("small", SMALL.withFallback(ConfigFactory.parseResourcesAnySyntax("presets/tiny"))));
    private static TensorEngine engine;
    private static ParameterMap weights;
    private static NDArray ws;

    @BeforeAll
    static void start() {
        engine = TensorEngine.onCpu();
        weights = GENERATOR.layout().draw(engine, new Random(1));
        float[] numbers = new float[GENERATOR.layers() * 32];
        Arrays.fill(numbers, 0.5f);
        ws = weights.owner().create(numbers, new Shape(1, GENERATOR.layers(), 32));
    }

    @AfterAll
    static void stop() {
        weights.close();
        engine.close();
    }

    @Test
    void isFlatOverAThousandRenders() throws IOException {
        assertThatMemoryStaysFlat(NativeMemoryTest::render);
    }

    @Test
    void isFlatOverAThousandInversionSteps() throws IOException {
        NDArray first = weights.owner().zeros(ws.getShape());
        NDArray second = weights.owner().zeros(ws.getShape());

        assertThatMemoryStaysFlat(round -> step(round, first, second));
    }

    private static void assertThatMemoryStaysFlat(IntConsumer work) throws IOException {
        assumeThat(Files.exists(STATUS))
                .as("resident size is read from " + STATUS)
                .isTrue();
        run(work, 0, WARM_UP);
        int arrays = weights.owner().getManagedArrays().size();
        long before = residentKb();

        run(work, WARM_UP, ROUNDS);

        assertThat(weights.owner().getManagedArrays()).hasSize(arrays);
        assertThat(residentKb() - before).as("growth in kB").isLessThan(MAX_GROWTH_KB);
    }

    /** Collects garbage now and then, so that the Java heap does not grow into the figure. */
    private static void run(IntConsumer work, int from, int rounds) {
        for (int i = from; i < from + rounds; i++) {
            work.accept(i);
            if (i % 50 == 0) {
                System.gc();
            }
        }
        System.gc();
    }

    private static void render(int round) {
        try (TensorSession session = engine.inference()) {
            SynthesisedHead head = GENERATOR.synthesise(session.ops(), weights, ws);
            NDArray image = GENERATOR
                    .render(session.ops(), weights, head, label(session, round))
                    .image();
            assertThat(image.mean().getFloat()).isFinite();
        }
    }

    private static void step(int round, NDArray first, NDArray second) {
        try (TensorSession session = engine.gradients()) {
            NDArray w = session.ops().detach(ws);
            w.setRequiresGradient(true);
            SynthesisedHead head = GENERATOR.synthesise(session.ops(), weights, w);
            NDArray image = GENERATOR
                    .render(session.ops(), weights, head, label(session, round))
                    .image();
            NDArray loss = image.square().mean();
            NDArray[] gradients = session.ops().grad(List.of(loss), List.of(w), false);
            session.ops()
                    .adam(
                            List.of(ws),
                            List.of(gradients),
                            List.of(first),
                            List.of(second),
                            0.001,
                            0.9,
                            0.99,
                            1e-8,
                            round + 1);
            assertThat(loss.getFloat()).isFinite();
        }
    }

    private static NDArray label(TensorSession session, int round) {
        return session.memory()
                .create(CameraPose.orbit(round * 7 % 360, 0).label())
                .expandDims(0);
    }

    private static long residentKb() throws IOException {
        return Files.readAllLines(STATUS).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }
}
