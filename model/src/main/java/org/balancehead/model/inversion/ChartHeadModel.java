package org.balancehead.model.inversion;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.balancehead.model.HeadModel;
import org.balancehead.model.ModelVersion;
import org.balancehead.model.checkpoint.Checkpoint;
import org.balancehead.model.checkpoint.CheckpointException;
import org.balancehead.model.checkpoint.CheckpointFiles;
import org.balancehead.model.checkpoint.StoredTensor;
import org.balancehead.model.condition.FaceRes;
import org.balancehead.model.face.AlignedHead;
import org.balancehead.model.generator.chart.ChartGenerator;
import org.balancehead.model.generator.chart.ChartHead;
import org.balancehead.model.generator.chart.ChartPreset;
import org.balancehead.model.generator.chart.ChartShell;
import org.balancehead.model.generator.chart.SeenShell;
import org.balancehead.model.image.RgbImage;
import org.balancehead.model.tensor.ParameterMap;
import org.balancehead.model.tensor.TensorEngine;
import org.balancehead.model.tensor.TensorSession;

/** A checkpoint of the chart generator, opened on one device; owns its weights and its engine. */
public final class ChartHeadModel implements HeadModel {
    private static final String MAP = "map";
    private static final String PLANES = "planes";

    private final TensorEngine engine;
    private final ModelVersion version;
    private final ParameterMap weights;
    private final ChartGenerator generator;
    private final HeadEncoder encoder;
    private final FaceRes descriptor;
    private final Optional<KnownHeads> known;

    private ChartHeadModel(TensorEngine engine, ModelVersion version, ChartPreset preset, ParameterMap weights) {
        this.engine = engine;
        this.version = version;
        this.weights = weights;
        generator = new ChartGenerator(preset, weights);
        encoder = new HeadEncoder(weights);
        descriptor = FaceRes.open(engine);
        known = KnownHeads.of(engine, preset, weights);
    }

    /**
     * Opens a checkpoint whose checksums were verified.
     *
     * @throws CheckpointException when there is no such preset, or the weights do not fit it
     */
    public static ChartHeadModel open(Checkpoint checkpoint, String device, ModelVersion version) {
        ChartPreset preset = preset(checkpoint, version);
        TensorEngine engine = TensorEngine.on(device);
        ParameterMap weights = new ParameterMap(engine);
        try {
            for (String file : List.of(CheckpointFiles.GENERATOR, CheckpointFiles.ENCODER)) {
                checkpoint.tensors(file).forEach((name, tensor) -> weights.put(name, tensor.values(), tensor.shape()));
            }
            ChartWeights.check(preset, weights, engine);
        } catch (CheckpointException unfit) {
            weights.close();
            engine.close();
            throw unfit;
        }
        return new ChartHeadModel(engine, version, preset, weights);
    }

    private static ChartPreset preset(Checkpoint checkpoint, ModelVersion version) {
        try {
            return ChartPreset.load(version.preset());
        } catch (IllegalArgumentException unknown) {
            throw new CheckpointException(
                    "The manifest of %s names a preset that it has no %s for: %s"
                            .formatted(checkpoint.folder(), CheckpointFiles.PRESET, unknown.getMessage()),
                    unknown);
        }
    }

    @Override
    public ModelVersion version() {
        return version;
    }

    @Override
    public int imageSize() {
        return generator.preset().imageSize();
    }

    @Override
    public Inversion invert(List<AlignedHead> heads) {
        SupervisingViews views = SupervisingViews.of(heads, imageSize());
        RevisionMeasure measure = new RevisionMeasure(views, descriptor);
        InversionSchedule schedule = InversionSchedule.STANDARD;
        return new StagedInversion(
                new ChartFitting(engine, generator, encoder, known, views, measure, schedule.raysAStep()), schedule);
    }

    @Override
    public Avatar sample(long seed, double psi) {
        ChartWeights.requireDrawing(generator.preset(), weights);
        Random random = SampleSeed.random(seed);
        try (TensorSession session = engine.inference()) {
            NDArray told = ChartGenerator.varied(session.ops(), kept(random), kept(random), kept(random));
            return drawn(session, random, psi, told);
        }
    }

    /** One of the conditions that the checkpoint keeps: {@code [1, C]}. */
    private NDArray kept(Random random) {
        NDArray conditions = weights.get(ChartGenerator.CONDITIONS);
        int row = random.nextInt(Math.toIntExact(conditions.getShape().get(0)));
        return conditions.get(row + ":" + (row + 1));
    }

    @Override
    public Avatar draw(long seed, double psi, float[] condition) {
        int length = ChartGenerator.mapping(generator.preset()).settings().condition();
        if (condition.length != length) {
            throw new IllegalArgumentException("A condition of %d numbers does not fit: %s takes %d."
                    .formatted(condition.length, version.name(), length));
        }
        try (TensorSession session = engine.inference()) {
            NDArray told = session.memory().create(condition, new Shape(1, length));
            return drawn(session, SampleSeed.random(seed), psi, told);
        }
    }

    private Avatar drawn(TensorSession session, Random random, double psi, NDArray condition) {
        NDArray w = generator.map(session, random, condition, psi);
        ChartHead head = generator.synthesis().synthesise(session.ops(), ChartGenerator.everywhere(w));
        ChartShell shell = generator.bake(session, head);
        return ChartAvatar.kept(session, engine.newOwner(), head, shell, Revision.SAMPLE);
    }

    @Override
    public List<RgbImage> render(List<View> views) {
        List<SeenShell> seen = views.stream()
                .map(view -> new SeenShell(chart(view.avatar()).shell(), view.camera()))
                .toList();
        try (TensorSession session = engine.inference()) {
            return generator.render(session, seen);
        }
    }

    private static ChartAvatar chart(Avatar avatar) {
        if (avatar instanceof ChartAvatar chart) {
            return chart;
        }
        throw new IllegalArgumentException("This avatar was made by another kind of model.");
    }

    @Override
    public long memoryInUse() {
        return engine.memoryInUse();
    }

    @Override
    public AvatarCopy copy(Avatar avatar) {
        ChartHead head = chart(avatar).head();
        Map<String, StoredTensor> tensors =
                Map.of(MAP, AvatarTensors.stored(head.map()), PLANES, AvatarTensors.halved(head.planes()));
        return new AvatarCopy(AvatarTensors.checkpoint(version), tensors, avatar.revision());
    }

    @Override
    public Avatar restore(AvatarCopy copy) {
        AvatarTensors.requireOf(version, copy, Set.of(MAP, PLANES));
        NDManager owner = engine.newOwner();
        boolean whole = false;
        try (TensorSession session = engine.inference()) {
            ChartHead head = new ChartHead(
                    session.keep(AvatarTensors.array(copy, session.memory(), MAP), owner),
                    session.keep(AvatarTensors.array(copy, session.memory(), PLANES), owner));
            ChartShell shell = generator.bake(session, head).keep(session, owner);
            whole = true;
            return new ChartAvatar(owner, head, shell, copy.revision());
        } finally {
            if (!whole) {
                owner.close();
            }
        }
    }

    @Override
    public void close() {
        known.ifPresent(KnownHeads::close);
        descriptor.close();
        weights.close();
        engine.close();
    }
}
