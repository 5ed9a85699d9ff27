package org.balancehead.model.generator.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.balancehead.model.camera.CameraPose;
import org.balancehead.model.tensor.TensorEngine;
import org.balancehead.model.tensor.TensorOps;
import org.balancehead.model.tensor.TensorSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The terms that look at what matters alone, against the whole field composited at every sample. */
class ReconstructionTermsTest {
    private static final int HEADS = 2;
    private static final int SIDE = 16;
    private static final int RAYS = SIDE * SIDE; // of a head
    private static final int SAMPLES = 24;
    private static final List<String> FIELD =
            List.of("field.hidden.weight", "field.hidden.bias", "field.out.weight", "field.out.bias");

    private static TensorEngine engine;
    private static DrawnHeads heads;
    private static ChartHead first;
    private static ChartHead second;

    @BeforeAll
    static void start() {
        engine = TensorEngine.onCpu();
        heads = new DrawnHeads(engine);
        first = heads.draw();
        second = heads.draw();
    }

    @AfterAll
    static void stop() {
        heads.close();
        engine.close();
    }

    @Test
    void equalThoseOfTheWholeField() {
        float[] whole = plain().get(0);

        float[] terms = made(0, 0).get(0);

        for (int i = 0; i < terms.length; i++) {
            assertThat(whole[i]).isGreaterThan(1e-3f);
            assertThat(terms[i]).isCloseTo(whole[i], within(2e-5f * whole[i]));
        }
    }

    @Test
    void haveTheGradientsOfTheWholeField() {
        List<float[]> whole = plain();

        List<float[]> gradients = made(0, 0);

        for (int i = 1; i < whole.size(); i++) {
            double length = distance(whole.get(i), new float[whole.get(i).length]);
            assertThat(length).isGreaterThan(1e-5);
            assertThat(distance(gradients.get(i), whole.get(i))).isLessThan(1e-3 * length);
        }
    }

    @Test
    void areFiniteWhereNoSampleIsSeen() {
        List<float[]> seen = made(0.6f, 0);

        seen.forEach(values -> {
            for (float value : values) {
                assertThat(value).isFinite();
            }
        });
        assertThat(seen.get(0)[1]).isGreaterThan(0); // opacity that should be there
    }

    @Test
    void areNoNumbersWhereARaysPlacesAreNone() {
        assertThat(made(0, Float.NaN).get(0)).contains(Float.NaN);
    }

    /** The terms, and the gradients of their sum by map, planes and decoder: of the plain way. */
    private static List<float[]> plain() {
        try (TensorSession session = engine.gradients()) {
            ChartHead head = head();
            List<NDArray> inputs = new ArrayList<>(List.of(head.map(), head.planes()));
            FIELD.forEach(name -> inputs.add(heads.weights().get(name)));
            inputs.forEach(input -> input.setRequiresGradient(true));
            NDArray terms = plainTerms(session, head);
            NDArray[] gradients = session.ops().grad(List.of(terms.sum()), inputs, false);
            gradients[1] = gradients[1].transpose(0, 3, 4, 1, 2); // as rows of features
            return values(terms, List.of(gradients));
        }
    }

    /** The same of {@link ChartField#supervise}. */
    private static List<float[]> made(float aside, float further) {
        try (TensorSession session = engine.gradients()) {
            Rays rays = new Rays(session, aside);
            Shape lines = new Shape(-1, 3);
            SupervisedRays supervised = new SupervisedRays(
                    rays.origins.reshape(lines),
                    rays.directions.reshape(lines),
                    rays.depths
                            .reshape(-1, SAMPLES)
                            .transpose()
                            .add(session.memory().create(further)),
                    rays.colours.reshape(lines),
                    rays.alphas.flatten(),
                    rays.distances.flatten(),
                    rays.hits.reshape(lines));
            NDArray shares = session.memory().ones(new Shape(5));
            ChartField.Supervision seen = heads.field().supervise(session.ops(), head(), supervised, shares);
            return values(seen.terms(), seen.gradients());
        }
    }

    private static List<float[]> values(NDArray terms, List<NDArray> gradients) {
        List<float[]> values = new ArrayList<>(List.of(terms.toFloatArray()));
        gradients.forEach(gradient -> values.add(gradient.toFloatArray()));
        return values;
    }

    private static ChartHead head() {
        return new ChartHead(first.map().concat(second.map()), first.planes().concat(second.planes()));
    }

    private static NDArray plainTerms(TensorSession session, ChartHead head) {
        TensorOps ops = session.ops();
        Rays rays = new Rays(session, 0);
        ChartField field = heads.field();
        ChartField.RaySamples seen = field.composite(ops, head, rays.origins, rays.directions, rays.depths);
        NDArray wanted = rays.colours.transpose(0, 2, 1);
        NDArray opacity = seen.weights().sum(new int[] {2});
        NDArray white =
                seen.colour().get(":, 0:3").add(ops.scaled(opacity, -1, 1).expandDims(1));
        NDArray hit = rays.distances.gt(0);
        NDArray miss = seen.distances().sub(rays.distances.expandDims(2)).abs();
        NDArray off = seen.weights()
                .mul(miss)
                .sum(new int[] {2})
                .minimum(session.memory().create(0.1f));
        NDArray there = field.sample(ops, head, rays.hits);
        NDArray shell = ops.scaled(there.get(":, 0").abs(), field.softness())
                .minimum(session.memory().create(0.03f));
        NDArray stain = ops.scaled(there.get(":, 1:4").sub(wanted).abs().sum(new int[] {1}), 1 / 3.0);
        return white.sub(wanted)
                .abs()
                .mean()
                .reshape(1)
                .concat(opacity.sub(rays.alphas).abs().mean().reshape(1))
                .concat(off.get(hit).mean().reshape(1))
                .concat(shell.get(hit).mean().reshape(1))
                .concat(stain.get(hit).mean().reshape(1));
    }

    private static double distance(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (a[i] - b[i]) * (double) (a[i] - b[i]);
        }
        return Math.sqrt(sum);
    }

    /** Rays of two cameras, with samples over the whole length and about a distance, and things to be seen. */
    private static final class Rays {
        final NDArray origins;
        final NDArray directions;
        final NDArray depths;
        final NDArray colours;
        final NDArray alphas;
        final NDArray distances;
        final NDArray hits;

        /** @param aside how far the rays are shifted, in world units */
        Rays(TensorSession session, float aside) {
            Random random = new Random(3);
            float[] o = new float[HEADS * RAYS * 3];
            float[] d = new float[HEADS * RAYS * 3];
            float[] t = new float[HEADS * RAYS * SAMPLES];
            float[] colour = new float[HEADS * RAYS * 3];
            float[] alpha = new float[HEADS * RAYS];
            float[] distance = new float[HEADS * RAYS];
            float[] hit = new float[HEADS * RAYS * 3];
            for (int ray = 0; ray < HEADS * RAYS; ray++) {
                int head = ray / RAYS;
                CameraRays camera = CameraRays.of(CameraPose.orbit(30 + 80.0 * head, 5), SIDE);
                for (int axis = 0; axis < 3; axis++) {
                    o[ray * 3 + axis] = camera.origins()[ray % RAYS * 3 + axis] + aside;
                    d[ray * 3 + axis] = camera.directions()[ray % RAYS * 3 + axis];
                    colour[ray * 3 + axis] = random.nextFloat();
                }
                boolean seen = random.nextInt(4) > 0;
                alpha[ray] = seen ? 1 : 0;
                distance[ray] = seen ? 2.45f + 0.1f * random.nextFloat() : 0;
                for (int i = 0; i < SAMPLES; i++) {
                    t[ray * SAMPLES + i] = 2.15f + 1.15f * (i + random.nextFloat()) / SAMPLES;
                }
                Arrays.sort(t, ray * SAMPLES, (ray + 1) * SAMPLES);
                for (int axis = 0; axis < 3; axis++) {
                    hit[ray * 3 + axis] = o[ray * 3 + axis] + distance[ray] * d[ray * 3 + axis];
                }
            }
            NDManager memory = session.memory();
            Shape lines = new Shape(HEADS, RAYS, 3);
            Shape single = new Shape(HEADS, RAYS);
            origins = memory.create(o, lines);
            directions = memory.create(d, lines);
            depths = memory.create(t, new Shape(HEADS, RAYS, SAMPLES));
            colours = memory.create(colour, lines);
            alphas = memory.create(alpha, single);
            distances = memory.create(distance, single);
            hits = memory.create(hit, lines);
        }
    }
}
