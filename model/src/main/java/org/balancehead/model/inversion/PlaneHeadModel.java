package org.balancehead.model.inversion;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.balancehead.model.HeadModel;
import org.balancehead.model.ModelVersion;
import org.balancehead.model.checkpoint.CheckpointException;
import org.balancehead.model.checkpoint.Manifest;
import org.balancehead.model.checkpoint.StoredTensor;
import org.balancehead.model.checkpoint.Weights;
import org.balancehead.model.condition.FaceRes;
import org.balancehead.model.face.AlignedHead;
import org.balancehead.model.generator.CachedHead;
import org.balancehead.model.generator.GeneratorPreset;
import org.balancehead.model.generator.HeadGenerator;
import org.balancehead.model.generator.SynthesisedHead;
import org.balancehead.model.generator.Truncation;
import org.balancehead.model.image.RgbImage;
import org.balancehead.model.tensor.ParameterMap;
import org.balancehead.model.tensor.TensorEngine;
import org.balancehead.model.tensor.TensorSession;

/** A checkpoint of a generator of the StyleGAN kind, opened on one device; owns its weights and its engine. */
public final class PlaneHeadModel implements HeadModel {
    private static final String PLANES = "planes";
    private static final String BACKGROUND = "background";
    private static final String W = "w";
    static final InversionSchedule SCHEDULE = new InversionSchedule(60, 60, 80, 1, 20, 2048);

    private final TensorEngine engine;
    private final ModelVersion version;
    private final ParameterMap weights;
    private final HeadGenerator generator;
    private final PlanePictures pictures;
    private final FaceRes descriptor;
    private final ToldCondition told;

    private PlaneHeadModel(
            TensorEngine engine,
            ModelVersion version,
            ParameterMap weights,
            HeadGenerator generator,
            ToldCondition told) {
        this.told = told;
        this.engine = engine;
        this.version = version;
        this.weights = weights;
        this.generator = generator;
        pictures = new PlanePictures(generator, weights);
        descriptor = FaceRes.open(engine);
    }

    /**
     * Opens a generator.
     *
     * @param tensors its weights
     * @param condition what it is told
     * @param kept conditions of its training, to draw heads of nobody by
     * @throws CheckpointException when the weights or the condition do not fit the preset
     */
    public static PlaneHeadModel open(
            GeneratorPreset preset,
            Map<String, StoredTensor> tensors,
            Manifest.Condition condition,
            Optional<StoredTensor> kept,
            String device,
            ModelVersion version) {
        HeadGenerator generator = new HeadGenerator(preset);
        TensorEngine engine = TensorEngine.on(device);
        ParameterMap weights = Weights.load(tensors, engine);
        ToldCondition told;
        try {
            generator.layout().check(weights);
            told = ToldCondition.open(condition, preset.mapping().condition(), kept, engine);
        } catch (IllegalArgumentException e) {
            weights.close();
            engine.close();
            throw new CheckpointException(
                    "The checkpoint %s does not fit its preset: %s".formatted(version.name(), e.getMessage()), e);
        }
        return new PlaneHeadModel(engine, version, weights, generator, told);
    }

    @Override
    public ModelVersion version() {
        return version;
    }

    @Override
    public int imageSize() {
        return generator.preset().imageSide();
    }

    @Override
    public Inversion invert(List<AlignedHead> heads) {
        SupervisingViews views = SupervisingViews.of(heads, imageSize());
        RevisionMeasure measure = new RevisionMeasure(views, descriptor);
        LatentPrior prior = LatentPrior.of(engine, generator, weights, told.of(views.frontal()));
        PlaneFitting fitting =
                new PlaneFitting(engine, generator, weights, prior, views, measure, SCHEDULE.raysAStep());
        return new StagedInversion(fitting, SCHEDULE);
    }

    @Override
    public Avatar sample(long seed, double psi) {
        Random random = SampleSeed.random(seed);
        float[] latent = gaussian(random, generator.preset().mapping().latent());
        return drawn(latent, psi, told.any(random));
    }

    @Override
    public Avatar draw(long seed, double psi, float[] condition) {
        int length = generator.preset().mapping().condition();
        if (condition.length != length) {
            throw new IllegalArgumentException("A condition of %d numbers does not fit: %s takes %d."
                    .formatted(condition.length, version.name(), length));
        }
        return drawn(
                gaussian(SampleSeed.random(seed), generator.preset().mapping().latent()), psi, condition);
    }

    private Avatar drawn(float[] latent, double psi, float[] numbers) {
        try (TensorSession session = engine.inference()) {
            NDArray z = session.memory().create(latent, new Shape(1, latent.length));
            NDArray condition = session.memory().create(numbers, new Shape(1, numbers.length));
            NDArray ws = generator.map(session.ops(), weights, z, condition, Truncation.of(psi));
            SynthesisedHead head = generator.synthesise(session.ops(), weights, ws);
            return PlaneAvatar.copy(engine, session, generator.cache(session.ops(), weights, head), Revision.SAMPLE);
        }
    }

    private static float[] gaussian(Random random, int length) {
        float[] numbers = new float[length];
        for (int i = 0; i < length; i++) {
            numbers[i] = (float) random.nextGaussian();
        }
        return numbers;
    }

    @Override
    public List<RgbImage> render(List<View> views) {
        return views.stream().map(this::picture).toList();
    }

    private RgbImage picture(View view) {
        try (TensorSession session = engine.inference()) {
            return pictures.finished(session, head(view.avatar()), view.camera());
        }
    }

    private static CachedHead head(Avatar avatar) {
        if (avatar instanceof PlaneAvatar plane) {
            return plane.head();
        }
        throw new IllegalArgumentException("This avatar was made by another kind of model.");
    }

    @Override
    public long memoryInUse() {
        return engine.memoryInUse();
    }

    @Override
    public AvatarCopy copy(Avatar avatar) {
        SynthesisedHead head = head(avatar).head();
        Map<String, StoredTensor> tensors = new LinkedHashMap<>();
        tensors.put(PLANES, AvatarTensors.stored(head.planes()));
        if (head.background() != null) {
            tensors.put(BACKGROUND, AvatarTensors.stored(head.background()));
        }
        tensors.put(W, AvatarTensors.stored(head.w()));
        return new AvatarCopy(AvatarTensors.checkpoint(version), tensors, avatar.revision());
    }

    @Override
    public Avatar restore(AvatarCopy copy) {
        AvatarTensors.requireOf(version, copy, hasBackground() ? Set.of(PLANES, BACKGROUND, W) : Set.of(PLANES, W));
        try (TensorSession session = engine.inference()) {
            NDManager memory = session.memory();
            SynthesisedHead head = new SynthesisedHead(
                    AvatarTensors.array(copy, memory, PLANES),
                    hasBackground() ? AvatarTensors.array(copy, memory, BACKGROUND) : null,
                    AvatarTensors.array(copy, memory, W));
            return PlaneAvatar.copy(engine, session, generator.cache(session.ops(), weights, head), copy.revision());
        }
    }

    private boolean hasBackground() {
        return generator.preset().background().isPresent();
    }

    @Override
    public void close() {
        told.close();
        descriptor.close();
        weights.close();
        engine.close();
    }
}
