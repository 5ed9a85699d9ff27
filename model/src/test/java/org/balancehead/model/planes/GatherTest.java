package org.balancehead.model.planes;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Random;
import org.balancehead.model.tensor.ParameterLayout;
import org.balancehead.model.tensor.ParameterMap;
import org.balancehead.model.tensor.TensorEngine;
import org.balancehead.model.tensor.TensorOps;
import org.balancehead.model.tensor.TensorSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The fused look-up gives what the plain one gives, averaged over the planes. */
class GatherTest {
    private static TensorEngine engine;

    @BeforeAll
    static void start() {
        engine = TensorEngine.onCpu();
    }

    @AfterAll
    static void stop() {
        engine.close();
    }

    static List<PlaneRepresentation> representations() {
        return List.of(
                new TriPlane(5, 16, 1, TriPlane.Axes.RELEASED),
                new TriPlane(5, 16, 1.6, TriPlane.Axes.ORTHOGONAL),
                new TriGrid(5, 16, 3, 1),
                new TriGrid(5, 16, 1, 1),
                new SphericalPlanes(5, 16, 1, 7, 6),
                new HyPlane(5, 16, 1, SphereMap.SQUARE, HyPlane.Split.UNIFY),
                new HyPlane(5, 16, 1, SphereMap.ANGLES, HyPlane.Split.CHANNELS));
    }

    @ParameterizedTest
    @MethodSource("representations")
    void agreesWithTheMeanOfThePlainLookUp(PlaneRepresentation representation) {
        ParameterLayout layout = new ParameterLayout();
        representation.describe(layout);
        try (TensorSession session = engine.inference();
                ParameterMap weights = layout.draw(engine, new Random(2))) {
            TensorOps ops = session.ops();
            int side = representation.imageSide();
            NDArray image = random(session, 1, 1, 2, representation.imageChannels(), side, side);
            NDArray points = random(session, 2, 0.4, 2, 300, 3); // some of them outside the box
            NDArray planes = representation.arrange(ops, weights, image);

            NDArray plain = representation
                    .features(ops, planes, points)
                    .mean(new int[] {1})
                    .transpose(0, 2, 1);
            NDArray fused = representation.gather(ops, representation.table(ops, planes), points);

            assertThat(fused.getShape()).isEqualTo(new Shape(2, 300, 5));
            assertThat(fused.sub(plain).abs().max().getFloat()).isLessThan(1e-5f);
        }
    }

    private static NDArray random(TensorSession session, long seed, double scale, long... shape) {
        Shape extents = new Shape(shape);
        Random random = new Random(seed);
        float[] numbers = new float[(int) extents.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (float) (scale * random.nextGaussian());
        }
        return session.memory().create(numbers, extents);
    }
}
