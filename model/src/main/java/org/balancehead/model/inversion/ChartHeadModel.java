package org.balancehead.model.inversion;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.balancehead.model.HeadModel;
import org.balancehead.model.ModelVersion;
import org.balancehead.model.camera.CameraPose;
import org.balancehead.model.checkpoint.Checkpoint;
import org.balancehead.model.checkpoint.CheckpointFiles;
import org.balancehead.model.checkpoint.StoredTensor;
import org.balancehead.model.condition.FaceRes;
import org.balancehead.model.face.AlignedHead;
import org.balancehead.model.generator.chart.ChartGenerator;
import org.balancehead.model.generator.chart.ChartHead;
import org.balancehead.model.generator.chart.ChartPreset;
import org.balancehead.model.image.RgbImage;
import org.balancehead.model.tensor.ParameterMap;
import org.balancehead.model.tensor.TensorEngine;
import org.balancehead.model.tensor.TensorSession;

/** A checkpoint of the chart generator, opened on one device; owns its weights and its engine. */
public final class ChartHeadModel implements HeadModel {
    private static final int MOST_VIEWS = 5;

    private final TensorEngine engine;
    private final ModelVersion version;
    private final ParameterMap weights;
    private final ChartGenerator generator;
    private final HeadEncoder encoder;
    private final FaceRes descriptor;

    private ChartHeadModel(TensorEngine engine, ModelVersion version, ParameterMap weights) {
        this.engine = engine;
        this.version = version;
        this.weights = weights;
        generator = new ChartGenerator(ChartPreset.load(version.preset()), weights);
        encoder = new HeadEncoder(weights);
        descriptor = FaceRes.open(engine);
    }

    /** Opens a checkpoint whose checksums were verified. */
    public static ChartHeadModel open(Checkpoint checkpoint, String device, int number) {
        TensorEngine engine = TensorEngine.on(device);
        ParameterMap weights = new ParameterMap(engine);
        for (String file : List.of(CheckpointFiles.GENERATOR, CheckpointFiles.ENCODER)) {
            checkpoint.tensors(file).forEach((name, tensor) -> weights.put(name, tensor.values(), tensor.shape()));
        }
        ModelVersion version = new ModelVersion(
                checkpoint.manifest().name(),
                checkpoint.manifest().version(),
                number,
                checkpoint.manifest().preset());
        return new ChartHeadModel(engine, version, weights);
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
        if (heads.isEmpty() || heads.size() > MOST_VIEWS) {
            throw new IllegalArgumentException(
                    "An inversion takes 1 to %d views, not %d.".formatted(MOST_VIEWS, heads.size()));
        }
        for (AlignedHead head : heads) {
            if (head.crop().width() != imageSize() || head.crop().height() != imageSize()) {
                throw new IllegalArgumentException("A view must be %d×%d pixels, not %d×%d."
                        .formatted(
                                imageSize(),
                                imageSize(),
                                head.crop().width(),
                                head.crop().height()));
            }
        }
        SupervisingViews views = new SupervisingViews(heads);
        RevisionMeasure measure = new RevisionMeasure(generator, views, descriptor);
        return new ChartInversion(engine, generator, encoder, views, measure, InversionSchedule.STANDARD);
    }

    @Override
    public RgbImage render(Avatar avatar, CameraPose camera) {
        try (TensorSession session = engine.inference()) {
            return generator.render(session, head(avatar), camera);
        }
    }

    private static ChartHead head(Avatar avatar) {
        if (avatar instanceof ChartAvatar chart) {
            return chart.head();
        }
        throw new IllegalArgumentException("This avatar was made by another kind of model.");
    }

    @Override
    public void save(Avatar avatar, Path folder) throws IOException {
        ChartHead head = head(avatar);
        StoredTensor map = StoredTensor.of(head.map().toFloatArray(), shape(head.map()));
        StoredTensor planes = AvatarFiles.halved(head.planes().toFloatArray(), shape(head.planes()));
        new AvatarFiles(map, planes, avatar.revision()).write(folder, version);
    }

    private static long[] shape(NDArray array) {
        return array.getShape().getShape();
    }

    @Override
    public Avatar load(Path folder) throws IOException {
        AvatarFiles files = AvatarFiles.read(folder, version);
        NDManager owner = engine.newOwner();
        ChartHead head = new ChartHead(array(owner, files.map()), array(owner, files.planes()));
        return new ChartAvatar(owner, head, files.revision());
    }

    private static NDArray array(NDManager owner, StoredTensor tensor) {
        return owner.create(tensor.values(), new Shape(tensor.shape()));
    }

    @Override
    public void close() {
        descriptor.close();
        weights.close();
        engine.close();
    }
}
