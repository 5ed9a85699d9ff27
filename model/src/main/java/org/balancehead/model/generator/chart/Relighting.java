package org.balancehead.model.generator.chart;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import org.balancehead.model.tensor.TensorEngine;
import org.balancehead.model.tensor.TensorSession;

/** Puts heads into other light within w space, by what the chart's components are to each other, worked out once. */
public final class Relighting {
    private final NDArray products;

    /** @param owner of what is worked out, which takes a megabyte */
    public Relighting(TensorEngine engine, LinearChart chart, NDManager owner) {
        try (TensorSession session = engine.inference()) {
            products = session.keep(chart.products(session.ops()), owner);
        }
    }

    /**
     * The w of a head in other light.
     *
     * @param w {@code [1, K]}
     * @param light factors of red, green and blue {@code [3]}
     * @return {@code [1, K]}: as near as w can come to the same chart map with its colours multiplied
     */
    public NDArray relit(TensorSession session, NDArray w, NDArray light) {
        NDArray share = session.memory().create(new float[] {ChartPreset.RADIUS_WEIGHT, 1, 1, 1});
        return session.ops().call("relit_w", w, light, products, share);
    }
}
