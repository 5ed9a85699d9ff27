package org.balancehead.model.condition;

import ai.djl.ndarray.NDArray;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.balancehead.model.checkpoint.CheckpointException;
import org.balancehead.model.checkpoint.Safetensors;
import org.balancehead.model.checkpoint.StoredTensor;
import org.balancehead.model.checkpoint.Weights;
import org.balancehead.model.face.AlignedHead;
import org.balancehead.model.image.RgbImage;
import org.balancehead.model.tensor.ParameterMap;
import org.balancehead.model.tensor.TensorEngine;
import org.balancehead.model.tensor.TensorSession;

/**
 * The image tower of CLIP (Radford et al., ICML 2021) on the whole head frame: the paper's semantic condition. Features
 * have length 1.
 *
 * <p>The weights are a local safetensors file in Hugging Face's naming; which ViT it is (B/32, B/16, L/14) is seen from
 * their shapes. Text weights in the file are passed over. Without {@code visual_projection.weight} the feature is the
 * class token after the last normalisation.
 */
public final class Clip implements SemanticEncoder {
    /** The encoder's name in manifests. */
    public static final String NAME = "clip";

    private static final float[] MEAN = {0.481455f, 0.457828f, 0.408211f};
    private static final float[] DEVIATION = {0.268630f, 0.261303f, 0.275777f};

    private final TensorEngine engine;
    private final ClipShape shape;
    private final ParameterMap weights;
    private final List<NDArray> tower;

    private Clip(TensorEngine engine, ClipShape shape, ParameterMap weights) {
        this.engine = engine;
        this.shape = shape;
        this.weights = weights;
        List<NDArray> all = new ArrayList<>();
        shape.layout().names().forEach(name -> all.add(weights.get(name)));
        tower = shape.projection() == 0 ? all : all.subList(0, all.size() - 1);
    }

    /**
     * Loads weights to the engine's device.
     *
     * @throws CheckpointException when the file cannot be read or is no CLIP image tower
     */
    public static Clip open(Path file, TensorEngine engine) {
        Map<String, StoredTensor> tensors = Safetensors.readFinite(file, Clip::used);
        try {
            ClipShape shape = ClipShape.of(tensors);
            return new Clip(engine, shape, Weights.load(tensors, engine));
        } catch (IllegalArgumentException unfit) {
            throw new CheckpointException(
                    "%s does not hold CLIP's image tower: %s".formatted(file.getFileName(), unfit.getMessage()), unfit);
        }
    }

    private static boolean used(String name) {
        boolean counted = name.endsWith(".position_ids"); // 0, 1, 2, …
        return name.equals(ClipShape.PROJECTION) || (name.startsWith(ClipShape.TOWER) && !counted);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int dimension() {
        return shape.dimension();
    }

    @Override
    public float[] encode(AlignedHead frontal) {
        return encode(Crops.onWhite(frontal));
    }

    @Override
    public float[][] encodeAll(List<RgbImage> alignedFrontalCrops) {
        return Crops.encode(engine, alignedFrontalCrops, this::describe);
    }

    private NDArray describe(TensorSession session, NDArray rgb) {
        NDArray mean = session.memory().create(MEAN);
        NDArray deviation = session.memory().create(DEVIATION);
        NDArray pictures = session.ops().call("clip_pictures", rgb, shape.side(), mean, deviation);
        NDArray token = session.ops().call("clip_tower", pictures, tower);
        NDArray feature = shape.projection() == 0
                ? token
                : token.matMul(weights.get(ClipShape.PROJECTION).transpose());
        return session.ops().call("unit_rows", feature);
    }

    @Override
    public void close() {
        weights.close();
    }
}
