package org.balancehead.model.inversion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.balancehead.model.ModelVersion;
import org.balancehead.model.camera.CameraPose;
import org.balancehead.model.checkpoint.CheckpointException;
import org.balancehead.model.checkpoint.Manifest;
import org.balancehead.model.checkpoint.StoredTensor;
import org.balancehead.model.checkpoint.Weights;
import org.balancehead.model.face.AlignedHead;
import org.balancehead.model.generator.GeneratorPreset;
import org.balancehead.model.generator.HeadGenerator;
import org.balancehead.model.generator.SynthesisedHead;
import org.balancehead.model.image.Mask;
import org.balancehead.model.image.Resampling;
import org.balancehead.model.image.RgbImage;
import org.balancehead.model.tensor.NotFiniteException;
import org.balancehead.model.tensor.ParameterMap;
import org.balancehead.model.tensor.TensorEngine;
import org.balancehead.model.tensor.TensorSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Small generators of each architecture with random weights. */
class PlaneHeadModelTest {
    private static final ModelVersion VERSION = new ModelVersion("random", "1", 1, "panohead-small", "digest");

    private static TensorEngine engine;

    @BeforeAll
    static void start() {
        engine = TensorEngine.onCpu();
    }

    @AfterAll
    static void stop() {
        engine.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"eg3d-small", "panohead-small", "spherehead-small", "hyplanehead-small"})
    void drawsRendersCopiesAndRestoresHeads(String preset) {
        try (PlaneHeadModel model = open(preset);
                Avatar drawn = model.sample(3, 0.7);
                Avatar same = model.sample(3, 0.7);
                Avatar other = model.sample(4, 0.7)) {
            RgbImage view = model.render(drawn, CameraPose.orbit(30, 0));

            try (Avatar loaded = model.restore(model.copy(drawn))) {
                assertThat(view.width()).isEqualTo(model.imageSize()).isEqualTo(64);
                assertThat(model.render(same, CameraPose.orbit(30, 0)).rgb()).isEqualTo(view.rgb());
                assertThat(model.render(loaded, CameraPose.orbit(30, 0)).rgb()).isEqualTo(view.rgb());
                assertThat(model.render(other, CameraPose.orbit(30, 0)).rgb()).isNotEqualTo(view.rgb());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"eg3d-small", "panohead-small", "spherehead-small", "hyplanehead-small"})
    void showsNothingOfAHeadWhosePlanesAreNotNumbers(String preset) {
        try (PlaneHeadModel model = open(preset);
                Avatar drawn = model.sample(3, 0.7)) {
            AvatarCopy copy = model.copy(drawn);
            copy.tensors().values().forEach(tensor -> Arrays.fill(tensor.values(), Float.NaN));

            assertThatThrownBy(() -> model.restore(copy))
                    .isInstanceOf(NotFiniteException.class)
                    .hasMessage("A head came out with numbers that are infinite or none.");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"eg3d-small", "hyplanehead-small"})
    void everyRevisionIsBetterThanTheLastAndTuningBetterThanW(String preset) {
        List<Revision> revisions = new ArrayList<>();

        try (PlaneHeadModel model = open(preset);
                Inversion inversion = model.invert(List.of(view(preset, 0), view(preset, 25)))) {
            while (!inversion.finished()) {
                inversion.step().revised().ifPresent(avatar -> {
                    revisions.add(avatar.revision());
                    avatar.close();
                });
            }
        }

        Revision first = revisions.get(0);
        Revision last = revisions.get(revisions.size() - 1);
        assertThat(first.stage()).isEqualTo(Stage.ENCODER);
        assertThat(last.stage()).isEqualTo(Stage.TUNING);
        assertThat(revisions).extracting(Revision::psnr).isSorted();
        assertThat(last.psnr()).isGreaterThan(first.psnr() + 1);
    }

    @Test
    void drawsAHeadOfSeedAndConditionTogether() {
        float[] front = CameraPose.orbit(0, 0).label();
        float[] side = CameraPose.orbit(90, 0).label();

        try (PlaneHeadModel model = open("eg3d-small");
                Avatar drawn = model.draw(3, 1, front);
                Avatar same = model.draw(3, 1, front);
                Avatar otherCondition = model.draw(3, 1, side);
                Avatar otherSeed = model.draw(4, 1, front)) {
            byte[] view = model.render(drawn, CameraPose.orbit(30, 0)).rgb();

            assertThat(model.render(same, CameraPose.orbit(30, 0)).rgb()).isEqualTo(view);
            assertThat(model.render(otherCondition, CameraPose.orbit(30, 0)).rgb())
                    .isNotEqualTo(view);
            assertThat(model.render(otherSeed, CameraPose.orbit(30, 0)).rgb()).isNotEqualTo(view);
        }
    }

    @Test
    void refusesAConditionOfAnotherLength() {
        try (PlaneHeadModel model = open("eg3d-small")) {
            assertThatThrownBy(() -> model.draw(3, 1, new float[24]))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("A condition of 24 numbers does not fit: random takes 25.");
        }
    }

    @Test
    void refusesWeightsOfAnotherPreset() {
        Map<String, StoredTensor> weights = weights("eg3d-small");

        assertThatThrownBy(() -> open("panohead-small", weights))
                .isInstanceOf(CheckpointException.class)
                .hasMessageStartingWith("The checkpoint random does not fit its preset: ");
    }

    @Test
    void refusesPicturesOfAnotherSize() {
        try (PlaneHeadModel model = open("eg3d-small")) {
            assertThatThrownBy(() -> model.invert(List.of(AlignedHead.grey(32))))
                    .hasMessage("A view must be 64×64 pixels, not 32×32.");
        }
    }

    private static PlaneHeadModel open(String preset) {
        return open(preset, weights(preset));
    }

    private static PlaneHeadModel open(String preset, Map<String, StoredTensor> weights) {
        GeneratorPreset architecture = GeneratorPreset.bundled(preset);
        Manifest.Condition camera =
                new Manifest.Condition("view", "camera", architecture.mapping().condition());
        return PlaneHeadModel.open(architecture, weights, camera, Optional.empty(), "cpu", VERSION);
    }

    private static Map<String, StoredTensor> weights(String preset) {
        HeadGenerator generator = new HeadGenerator(GeneratorPreset.bundled(preset));
        try (ParameterMap drawn = generator.layout().draw(engine, new Random(1))) {
            return Weights.store(drawn);
        }
    }

    /** What a head far from the mean looks like from a yaw, before super-resolution; all of the picture counts. */
    private static AlignedHead view(String preset, double yawDegrees) {
        HeadGenerator generator = new HeadGenerator(GeneratorPreset.bundled(preset));
        CameraPose camera = CameraPose.orbit(yawDegrees, 0);
        try (ParameterMap weights = generator.layout().draw(engine, new Random(1));
                TensorSession session = engine.inference()) {
            Random random = new Random(9);
            float[] w = new float[generator.preset().mapping().width()];
            for (int i = 0; i < w.length; i++) {
                w[i] = (float) random.nextGaussian();
            }
            NDArray ws = session.memory().create(w, new Shape(1, 1, w.length)).repeat(1, generator.layers());
            SynthesisedHead head = generator.synthesise(session.ops(), weights, ws);
            RgbImage raw = new PlanePictures(generator, weights)
                    .raw(session, generator.cache(session.ops(), weights, head), camera);
            Mask mask = Mask.everywhere(64, 64);
            return new AlignedHead(Resampling.resize(raw, 64, 64), mask, camera, mask);
        }
    }
}
