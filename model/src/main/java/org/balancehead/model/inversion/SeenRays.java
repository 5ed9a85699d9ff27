package org.balancehead.model.inversion;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import org.balancehead.model.generator.chart.ChartField;
import org.balancehead.model.generator.chart.ChartGenerator;
import org.balancehead.model.generator.chart.ChartHead;
import org.balancehead.model.generator.chart.ChartPreset;
import org.balancehead.model.planes.CapsuleChart;
import org.balancehead.model.tensor.TensorSession;

/**
 * Rays through supervising pictures, what they see of a head, and what they should see; R rays.
 *
 * @param origins {@code [R, 3]}
 * @param directions unit length {@code [R, 3]}
 * @param seen what they see
 * @param colours what they should see, on white {@code [1, 3, R]}
 * @param alphas how much of the head they should see, 0…1 {@code [1, R]}
 * @param known 1 where that is known {@code [1, R]}
 * @param inside 1 where that is known, and the head's own colour {@code [1, R]}
 */
record SeenRays(
        NDArray origins,
        NDArray directions,
        ChartField.RaySamples seen,
        NDArray colours,
        NDArray alphas,
        NDArray known,
        NDArray inside) {
    private static final double[] GEOMETRY = CapsuleChart.geometry();

    /** Looks at a head along rays. */
    static SeenRays of(TensorSession session, ChartGenerator generator, ChartHead head, SupervisingViews.Rays rays) {
        ChartPreset preset = generator.preset();
        int count = rays.alphas().length;
        NDArray origins = session.memory().create(rays.lines().origins(), new Shape(count, 3));
        NDArray directions = session.memory().create(rays.lines().directions(), new Shape(count, 3));
        NDArray depths = session.ops()
                .call(
                        "inversion_depths",
                        head.map(),
                        origins,
                        directions,
                        GEOMETRY,
                        preset.coarseSamples(),
                        preset.fineSamples());
        return new SeenRays(
                origins,
                directions,
                generator
                        .field()
                        .composite(session.ops(), head, origins.expandDims(0), directions.expandDims(0), depths),
                session.memory().create(rays.colours(), new Shape(1, 3, count)),
                session.memory().create(rays.alphas(), new Shape(1, count)),
                session.memory().create(rays.known(), new Shape(1, count)),
                session.memory().create(rays.inside(), new Shape(1, count)));
    }
}
