package org.balancehead.model.inversion;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Optional;
import org.balancehead.model.generator.chart.ChartPreset;
import org.balancehead.model.generator.chart.LinearChart;
import org.balancehead.model.generator.chart.Relighting;
import org.balancehead.model.tensor.ParameterMap;
import org.balancehead.model.tensor.TensorEngine;
import org.balancehead.model.tensor.TensorSession;

/** The known heads of a checkpoint, in any light. Owns what is worked out of its weights once, for all inversions. */
final class KnownHeads implements AutoCloseable {
    private final NDManager owner;
    private final HeadGallery gallery;
    private final Relighting relighting;

    private KnownHeads(NDManager owner, HeadGallery gallery, Relighting relighting) {
        this.owner = owner;
        this.gallery = gallery;
        this.relighting = relighting;
    }

    /** Those of a checkpoint, if it has any. */
    static Optional<KnownHeads> of(TensorEngine engine, ChartPreset preset, ParameterMap weights) {
        if (!weights.has(HeadGallery.W)) {
            return Optional.empty();
        }
        NDManager owner = engine.newOwner();
        boolean whole = false;
        try {
            HeadGallery gallery = new HeadGallery(engine, weights, owner);
            Relighting relighting = new Relighting(engine, new LinearChart(preset, weights), owner);
            whole = true;
            return Optional.of(new KnownHeads(owner, gallery, relighting));
        } finally {
            if (!whole) {
                owner.close();
            }
        }
    }

    /**
     * The known head that is most like somebody, in the light of the picture.
     *
     * @param picture from the front, as the encoder takes it: {@code [1, 4, 128, 128]}
     * @param person semantic feature {@code [C]}
     * @return w {@code [1, K]}
     */
    NDArray like(TensorSession session, NDArray picture, float[] person) {
        HeadGallery.Match match = gallery.nearest(session, picture, person);
        return relighting.relit(session, match.w(), match.light());
    }

    @Override
    public void close() {
        owner.close();
    }
}
