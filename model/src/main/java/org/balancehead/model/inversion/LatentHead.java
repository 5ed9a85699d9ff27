package org.balancehead.model.inversion;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.balancehead.model.generator.chart.ChartGenerator;
import org.balancehead.model.generator.chart.ChartHead;
import org.balancehead.model.generator.chart.ChartPreset;
import org.balancehead.model.generator.chart.ChartSynthesis;
import org.balancehead.model.tensor.ParameterMap;
import org.balancehead.model.tensor.TensorEngine;
import org.balancehead.model.tensor.TensorOps;
import org.balancehead.model.tensor.TensorSession;

/**
 * What an inversion moves: w, then a w for each layer, then a residual of the avatar's own chart map at twice its
 * resolution, which is what pivotal tuning can change locally here.
 */
final class LatentHead implements AutoCloseable {
    static final String W = "w";
    static final String W_PLUS = "w+";
    static final String RADIUS = "radius";
    static final String COLOUR = "colour";
    private static final String PIVOT_MAP = "pivot.map";
    private static final String PIVOT_PLANES = "pivot.planes";

    /** What keeps the residual smooth. */
    private static final float RADIUS_SMOOTHNESS = 3000;

    private static final float COLOUR_SMOOTHNESS = 20;

    private final TensorEngine engine;
    private final ChartGenerator generator;
    private final ParameterMap variables;
    private final float[] start;
    private final Hold hold;
    private Stage stage = Stage.W;

    /** @param w where it begins {@code [K]} */
    LatentHead(TensorEngine engine, ChartGenerator generator, float[] w, Hold hold) {
        this.engine = engine;
        this.generator = generator;
        this.start = w.clone();
        this.hold = hold;
        variables = new ParameterMap(engine);
        variables.put(W, w, 1, w.length);
    }

    /**
     * What keeps w plausible: penalties of its mean squared distance from where it began, and from the mean head.
     *
     * @param start of the first
     * @param mean of the second
     */
    record Hold(float start, float mean) {
        /** Of what the encoder read: it may be far off. */
        static final Hold ENCODED = new Hold(0.01f, 0.04f);

        /** Of a known head: a whole one, and what lies around it soon is a blend. */
        static final Hold RETRIEVED = new Hold(3, 0);
    }

    ParameterMap variables() {
        return variables;
    }

    /** Names of what the stage moves. */
    static List<String> moved(Stage stage) {
        return switch (stage) {
            case ENCODER -> List.of();
            case W -> List.of(W);
            case W_PLUS -> List.of(W_PLUS);
            case TUNING -> List.of(RADIUS, COLOUR);
        };
    }

    /** Begins a stage where the last one ended. */
    void enter(Stage next) {
        variables.requireGradients(name -> false);
        if (next == Stage.W_PLUS) {
            float[] w = variables.get(W).toFloatArray();
            float[] everywhere = new float[ChartSynthesis.SLOTS * w.length];
            for (int slot = 0; slot < ChartSynthesis.SLOTS; slot++) {
                System.arraycopy(w, 0, everywhere, slot * w.length, w.length);
            }
            variables.put(W_PLUS, everywhere, 1, ChartSynthesis.SLOTS, w.length);
        } else if (next == Stage.TUNING) {
            holdPivot();
            ChartPreset preset = generator.preset();
            int texels = preset.mapWidth() * 2 * preset.mapHeight() * 2;
            variables.put(RADIUS, new float[texels], 1, 1, preset.mapHeight() * 2L, preset.mapWidth() * 2L);
            variables.put(COLOUR, new float[3 * texels], 1, 3, preset.mapHeight() * 2L, preset.mapWidth() * 2L);
        }
        stage = next;
    }

    /** Keeps what w makes, map enlarged: tuning does not move it, so that its steps need not make it again. */
    private void holdPivot() {
        try (TensorSession session = engine.inference()) {
            ChartHead pivot = synthesise(session);
            NDArray enlarged = session.ops().call("chart_enlarge", pivot.map());
            variables.put(PIVOT_MAP, session.keepCopy(enlarged, variables.owner()));
            variables.put(PIVOT_PLANES, session.keepCopy(pivot.planes(), variables.owner()));
        }
    }

    /**
     * Changes the colours from which tuning begins.
     *
     * @param shift added to the pivot's chart map {@code [3, 2H, 2W]}
     */
    void shiftColours(float[] shift) {
        NDArray map = variables.get(PIVOT_MAP);
        float[] values = map.toFloatArray();
        int texels = shift.length / 3;
        for (int i = 0; i < shift.length; i++) {
            values[texels + i] += shift[i];
        }
        variables.put(PIVOT_MAP, values, map.getShape().getShape());
    }

    /** The head as the variables now have it. */
    ChartHead synthesise(TensorSession session) {
        if (stage == Stage.TUNING) {
            NDArray residual = variables.get(RADIUS).concat(variables.get(COLOUR), 1);
            return new ChartHead(variables.get(PIVOT_MAP).add(residual), variables.get(PIVOT_PLANES));
        }
        NDArray ws = stage == Stage.W_PLUS ? variables.get(W_PLUS) : ChartGenerator.everywhere(variables.get(W));
        return generator.synthesis().synthesise(session.ops(), ws);
    }

    /** What holds the variables near where they are plausible, a scalar. */
    NDArray regularisation(TensorSession session) {
        if (stage == Stage.TUNING) {
            NDArray residual = variables.get(RADIUS).concat(variables.get(COLOUR), 1);
            NDArray weights = session.memory().create(new float[] {RADIUS_SMOOTHNESS, COLOUR_SMOOTHNESS});
            return session.ops().call("chart_roughness", residual).mul(weights).sum();
        }
        NDArray w = variables.get(stage == Stage.W ? W : W_PLUS);
        NDArray from = session.memory().create(start, new Shape(1, start.length));
        NDArray moved = w.reshape(-1, start.length).sub(from).square().mean();
        TensorOps ops = session.ops();
        return ops.scaled(moved, hold.start()).add(ops.scaled(w.square().mean(), hold.mean()));
    }

    @Override
    public void close() {
        variables.close();
    }
}
