package org.balancehead.model.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.balancehead.model.generator.chart.ChartField;
import org.balancehead.model.generator.chart.ChartGenerator;
import org.balancehead.model.generator.chart.ChartHead;
import org.balancehead.model.generator.chart.ChartSynthesis;
import org.balancehead.model.generator.chart.SupervisedRays;
import org.balancehead.model.inversion.HeadEncoder;
import org.balancehead.model.planes.CapsuleChart;
import org.balancehead.model.tensor.TensorOps;
import org.balancehead.model.tensor.TensorSession;

/**
 * The multi-view reconstruction loss: encode the frontal picture, synthesise, render random rays of other views, and
 * compare colour on white (L1), opacity (L1) and depth on hits (expected distance); beside the rays, the surface is to
 * pass through the hit points and to have their colour there.
 */
final class ReconstructionObjective {
    /** What colour, opacity, depth, surface and colour at the surface count. */
    private static final float[] SHARES = {1, 0.5f, 0.25f, 1, 0.5f};

    private static final double[] GEOMETRY = CapsuleChart.geometry();
    private static final int COARSE = 24;

    private final HeadEncoder encoder;
    private final ChartSynthesis synthesis;
    private final ChartField field;

    ReconstructionObjective(HeadEncoder encoder, ChartSynthesis synthesis, ChartField field) {
        this.encoder = encoder;
        this.synthesis = synthesis;
        this.field = field;
    }

    /** The loss, its terms, and what it says of the heads, which gradients of the weights come from. */
    record Terms(
            ChartField.Supervision seen, double total, double colour, double opacity, double depth, double surface) {
        static Terms of(ChartField.Supervision seen) {
            float[] values = seen.terms().toFloatArray();
            double total = 0;
            for (int i = 0; i < values.length; i++) {
                total += SHARES[i] * values[i];
            }
            return new Terms(seen, total, values[0], values[1], values[2], values[3]);
        }

        /** The loss's gradients by weights. */
        NDArray[] gradients(TensorOps ops, List<NDArray> weights) {
            return ops.grad(seen.made(), seen.gradients(), weights);
        }
    }

    /** @param pictures frontal pictures, {@code [B, 4, 128, 128]} */
    Terms evaluate(TensorSession session, float[] pictures, RayBatch batch) {
        int identities = pictures.length / FrontalPictures.length();
        Shape lines = new Shape(batch.alphas.length, 3);
        Shape single = new Shape(batch.alphas.length);
        NDArray w = encoder.encode(
                session.ops(),
                session.memory().create(pictures, new Shape(identities, 4, HeadEncoder.INPUT, HeadEncoder.INPUT)));
        NDArray ws = ChartGenerator.everywhere(w);
        ChartHead head = synthesis.synthesise(session.ops(), ws);
        NDArray origins = session.memory().create(batch.origins, lines);
        NDArray directions = session.memory().create(batch.directions, lines);
        NDArray given = session.memory().create(batch.depths, new Shape(batch.alphas.length, batch.samples()));
        NDArray depths = session.ops()
                .call(
                        "training_depths",
                        head.map(),
                        origins,
                        directions,
                        given,
                        GEOMETRY,
                        COARSE,
                        ReconstructionBatch.OWN);
        SupervisedRays rays = new SupervisedRays(
                origins,
                directions,
                depths,
                session.memory().create(batch.colours, lines),
                session.memory().create(batch.alphas, single),
                session.memory().create(batch.distances, single),
                session.memory().create(batch.points, lines));
        return Terms.of(
                field.supervise(session.ops(), head, rays, session.memory().create(SHARES)));
    }
}
