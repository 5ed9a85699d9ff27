package org.balancehead.model.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.balancehead.model.ModelVersion;
import org.balancehead.model.checkpoint.Manifest;
import org.balancehead.model.checkpoint.StoredTensor;
import org.balancehead.model.checkpoint.Weights;
import org.balancehead.model.condition.FaceRes;
import org.balancehead.model.dataset.PackedViews;
import org.balancehead.model.generator.GeneratorPreset;
import org.balancehead.model.generator.HeadGenerator;
import org.balancehead.model.inversion.PlaneHeadModel;
import org.balancehead.model.tensor.ParameterMap;
import org.balancehead.model.tensor.TensorEngine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InversionEvaluationTest {
    private static final GeneratorPreset PRESET = GeneratorPreset.bundled("panohead-small");

    @Test
    void statesHowWellInvertedIdentitiesAreSeenFromEachSide(@TempDir Path folder) throws IOException {
        PackedViews balls = new BallDataset(folder, 64).write(1, 6);

        Manifest.Condition camera = new Manifest.Condition("view", "camera", 25);
        ModelVersion version = new ModelVersion("random", "1", 1, "x", "digest");
        List<Integer> done = new ArrayList<>();

        try (TensorEngine engine = TensorEngine.onCpu();
                FaceRes descriptor = FaceRes.open(engine);
                PlaneHeadModel model =
                        PlaneHeadModel.open(PRESET, randomWeights(), camera, Optional.empty(), "cpu", version)) {
            Map<String, Double> figures = new InversionEvaluation(model, balls, descriptor)
                    .figures(3, (unit, inversions, total) -> done.add(inversions));

            assertThat(figures)
                    .containsOnlyKeys(
                            "invertedPsnr64_yaw0",
                            "invertedPsnr64_yaw60",
                            "invertedPsnr64_yaw180",
                            "invertedIdentity_yaw60",
                            "invertedIdentityTurned_yaw60");
            assertThat(figures.get("invertedPsnr64_yaw0")).isBetween(5.0, 60.0);
            assertThat(figures.get("invertedIdentity_yaw60")).isBetween(-1.0, 1.0);
            assertThat(done).containsExactly(1); // there is no more than one ball
        }
    }

    private static Map<String, StoredTensor> randomWeights() {
        try (TensorEngine engine = TensorEngine.onCpu();
                ParameterMap drawn = new HeadGenerator(PRESET).layout().draw(engine, new Random(1))) {
            return Weights.store(drawn);
        }
    }
}
