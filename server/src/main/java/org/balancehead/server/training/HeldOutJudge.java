package org.balancehead.server.training;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.balancehead.actors.training.CheckpointJudge;
import org.balancehead.actors.training.Yardstick;
import org.balancehead.model.dataset.PackedViews;
import org.balancehead.model.evaluation.EvaluationProgress;
import org.balancehead.model.evaluation.GenerationEvaluation;
import org.balancehead.model.evaluation.GenerationSettings;
import org.balancehead.model.evaluation.GoldenHead;
import org.balancehead.model.training.CheckpointEvaluation;
import org.jspecify.annotations.Nullable;

/**
 * Judges as {@code evaluate} does, by held-out identities: the heads that a checkpoint draws by FID, where there are
 * identities enough, and, where it has an encoder, how well that sees the identities. States in its manifest what a
 * server holds it to when it is deployed. What the data look like is found out once. Confined to one thread at a time.
 */
public final class HeldOutJudge implements CheckpointJudge, AutoCloseable {
    /** Identities with fewer make no distribution to compare drawn heads with. */
    private static final int FEWEST = 8;

    private static final int IDENTITIES = 32;
    private static final GenerationSettings DRAWN = new GenerationSettings(512, 1);

    private static final EvaluationProgress UNHEARD = (unit, done, total) -> {};

    private final Path held;
    private final boolean heads;
    private @Nullable GenerationEvaluation evaluation;

    /** A judge by a dataset of held-out identities; nothing is computed yet. */
    public HeldOutJudge(Path held) throws IOException {
        this.held = held;
        heads = PackedViews.open(held).identities() >= FEWEST;
    }

    /** Which checkpoint is the best, by these figures. */
    public Yardstick yardstick() {
        return heads ? new Yardstick("fidRandom_faceres", true) : new Yardstick("heldOutPsnr64_yaw0", false);
    }

    @Override
    public Map<String, Double> judge(Path checkpoint) throws IOException {
        Map<String, Double> figures = new LinkedHashMap<>();
        if (heads) {
            figures.putAll(evaluation().figures(checkpoint));
        }
        figures.putAll(CheckpointEvaluation.figures(checkpoint, held, IDENTITIES, 0, UNHEARD));
        GoldenHead.state(checkpoint);
        return figures;
    }

    private GenerationEvaluation evaluation() throws IOException {
        if (evaluation == null) {
            evaluation = GenerationEvaluation.open(held, DRAWN, Optional.empty(), "cpu", UNHEARD);
        }
        return evaluation;
    }

    @Override
    public void close() {
        if (evaluation != null) {
            evaluation.close();
        }
    }
}
