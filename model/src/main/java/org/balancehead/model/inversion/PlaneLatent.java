package org.balancehead.model.inversion;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.balancehead.model.generator.HeadGenerator;
import org.balancehead.model.generator.SynthesisedHead;
import org.balancehead.model.generator.UnfinishedHead;
import org.balancehead.model.tensor.ParameterMap;
import org.balancehead.model.tensor.TensorEngine;
import org.balancehead.model.tensor.TensorSession;
import org.jspecify.annotations.Nullable;

/**
 * What an inversion in a {@link HeadGenerator} moves: w, then a w for each layer, then the weights of the last blocks
 * of the planes' synthesis (pivotal tuning). Its own; nobody else's head changes.
 */
final class PlaneLatent implements AutoCloseable {
    private static final String W = "w";
    private static final String W_PLUS = "w+";
    private static final String BACKGROUND = "background of this stage";

    /** How many of the last blocks of the planes' synthesis tuning moves. */
    static final int TUNED_BLOCKS = 2;

    /** What keeps w plausible: mean square distance from the prior's mean, in its deviations, times this. */
    private static final float NEAR_MEAN = 0.02f;

    private final TensorEngine engine;
    private final HeadGenerator generator;
    private final LatentPrior prior;
    private final ParameterMap variables;
    private final List<String> tuned;
    private final NDManager pivotOwner;
    private @Nullable UnfinishedHead pivot;
    private Stage stage = Stage.W;

    PlaneLatent(TensorEngine engine, HeadGenerator generator, ParameterMap weights, LatentPrior prior) {
        this.engine = engine;
        this.generator = generator;
        this.prior = prior;
        variables = new ParameterMap(engine, weights);
        variables.put(W, prior.mean(), 1, prior.mean().length);
        pivotOwner = engine.newOwner();
        tuned = generator.layout().names().stream()
                .filter(generator.layout()::trained)
                .filter(name -> generator.synthesis().isLate(name, TUNED_BLOCKS))
                .toList();
    }

    /** The weights with this person's own over them. */
    ParameterMap variables() {
        return variables;
    }

    /** Names of what the stage moves. */
    List<String> moved() {
        return switch (stage) {
            case ENCODER -> List.of();
            case W -> List.of(W);
            case W_PLUS -> List.of(W_PLUS);
            case TUNING -> tuned;
        };
    }

    /** Begins a stage where the last one ended. */
    void enter(Stage next) {
        variables.requireGradients(name -> false);
        try (TensorSession session = engine.inference()) {
            if (next == Stage.W_PLUS) {
                keep(session, W_PLUS, everywhere(variables.get(W)));
            } else if (next == Stage.TUNING) {
                pivot = generator
                        .synthesis()
                        .begin(session.ops(), variables, ws(), TUNED_BLOCKS)
                        .kept(session, pivotOwner);
                tuned.forEach(name -> keep(session, name, variables.get(name)));
            }
            stage = next;
            NDArray background = generator.synthesis().background(session.ops(), variables, ws());
            if (background != null) {
                keep(session, BACKGROUND, background);
            }
        }
    }

    private void keep(TensorSession session, String name, NDArray array) {
        variables.put(name, session.keepCopy(array, variables.owner()));
    }

    /** One w for each layer, as the variables now have them: {@code [1, L, W]}. */
    private NDArray ws() {
        return variables.has(W_PLUS) ? variables.get(W_PLUS) : everywhere(variables.get(W));
    }

    /** The head as the variables now have it, before the background that the stage began with. */
    SynthesisedHead inProgress(TensorSession session) {
        return head(session, variables.has(BACKGROUND) ? variables.get(BACKGROUND) : null);
    }

    /** The head as the variables now have it. */
    SynthesisedHead synthesise(TensorSession session) {
        return head(session, generator.synthesis().background(session.ops(), variables, ws()));
    }

    private SynthesisedHead head(TensorSession session, @Nullable NDArray background) {
        UnfinishedHead begun = pivot;
        if (stage != Stage.TUNING || begun == null) {
            begun = generator.synthesis().begin(session.ops(), variables, ws(), 0);
        }
        return generator.synthesis().finish(session.ops(), variables, begun, background);
    }

    private NDArray everywhere(NDArray w) {
        return w.expandDims(1).repeat(1, generator.layers());
    }

    /** What holds w near where it is plausible, a scalar; nothing holds tuning but its few steps. */
    NDArray regularisation(TensorSession session) {
        if (stage == Stage.TUNING) {
            return session.memory().zeros(new Shape());
        }
        NDArray w = variables.get(stage == Stage.W ? W : W_PLUS);
        NDArray mean = session.memory().create(prior.mean(), new Shape(1, prior.mean().length));
        NDArray off = w.reshape(-1, prior.mean().length).sub(mean);
        double variance = prior.deviation() * prior.deviation();
        return session.ops().scaled(off.square().mean(), NEAR_MEAN / variance);
    }

    @Override
    public void close() {
        variables.close();
        pivotOwner.close();
    }
}
