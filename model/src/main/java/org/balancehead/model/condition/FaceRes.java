package org.balancehead.model.condition;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import org.balancehead.model.camera.CameraPose;
import org.balancehead.model.face.AlignedHead;
import org.balancehead.model.image.Resampling;
import org.balancehead.model.image.RgbImage;
import org.balancehead.model.tensor.ParameterMap;
import org.balancehead.model.tensor.TensorEngine;
import org.balancehead.model.tensor.TensorOps;
import org.balancehead.model.tensor.TensorSession;

/**
 * The face descriptor that ships: a MobileNet trained to tell people apart (Savchenko's HSE_FaceRec, after VGGFace2).
 *
 * <p>The face stands at a known place in the full-head frame, so that no detector is needed. Cosines of the same person
 * in different photographs are 0.75 and above, of different people 0.2…0.65.
 */
public final class FaceRes implements SemanticEncoder {
    /** The encoder's name in manifests. */
    public static final String NAME = "faceres";

    private static final int DIMENSION = 1024;
    private static final int INPUT_SIZE = 224;
    /** Where a detector's box about the face has its middle, in the head world. */
    private static final double[] FACE_CENTRE = {0, -0.046, 0.075};

    /** Side of the square about the face over that of the full-head frame: 1.15 times a detector's box. */
    private static final float FACE_SIDE = 0.53f;

    private static final float[] MEAN_BGR = {103.939f, 116.779f, 123.68f};

    /** Channels after each depthwise separable block, and by how much the block shrinks the picture. */
    private static final int[] CHANNELS = {64, 128, 128, 256, 256, 512, 512, 512, 512, 512, 512, 1024, 1024};

    private static final long[] STRIDES = {1, 2, 1, 2, 1, 2, 1, 1, 1, 1, 1, 2, 1};

    private final TensorEngine engine;
    private final ParameterMap weights;
    private final List<NDArray> layers = new ArrayList<>();

    private FaceRes(TensorEngine engine) {
        this.engine = engine;
        weights = new ParameterMap(engine);
    }

    /** Loads the bundled network to the engine's device. */
    public static FaceRes open(TensorEngine engine) {
        FaceRes faceRes = new FaceRes(engine);
        FaceResWeights file = FaceResWeights.load();
        faceRes.add("conv1", file.kernel("conv1/convolution/merged_input", 3, 3, 32), 32, 3, 3, 3);
        faceRes.add("conv1.bias", file.get("conv1_bn/batchnorm_1/sub", 32), 32);
        int in = 32;
        for (int i = 0; i < CHANNELS.length; i++) {
            int out = CHANNELS[i];
            String depthwise = "conv_dw_" + (i + 1);
            String pointwise = "conv_pw_" + (i + 1);
            faceRes.add(depthwise, depthwise(file, depthwise, in), in, 1, 3, 3);
            faceRes.add(depthwise + ".bias", file.get(depthwise + "_bn/batchnorm_1/sub", in), in);
            faceRes.add(pointwise, file.kernel(pointwise + "/convolution/merged_input", 1, in, out), out, in);
            faceRes.add(pointwise + ".bias", file.get(pointwise + "_bn/batchnorm_1/sub", out), out);
            in = out;
        }
        return faceRes;
    }

    /** The file keeps the scale of the depthwise normalisation apart from the kernel. */
    private static float[] depthwise(FaceResWeights file, String name, int channels) {
        float[] kernel = file.kernel(name + "/depthwise_kernel", 3, channels, 1);
        float[] scale = file.get(name + "_bn/batchnorm_1/mul", channels);
        for (int i = 0; i < kernel.length; i++) {
            kernel[i] *= scale[i / 9];
        }
        return kernel;
    }

    private void add(String name, float[] numbers, long... shape) {
        weights.put(name, numbers, shape);
        layers.add(weights.get(name));
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int dimension() {
        return DIMENSION;
    }

    @Override
    public float[] encode(AlignedHead frontal) {
        return encodeAll(List.of(Crops.onWhite(frontal)), frontal.camera())[0];
    }

    @Override
    public float[][] encodeAll(List<RgbImage> alignedFrontalCrops) {
        return encodeAll(alignedFrontalCrops, CameraPose.orbit(0, 0));
    }

    /** The features of crops of one size that {@code camera} saw, computed several at a time. */
    public float[][] encodeAll(List<RgbImage> crops, CameraPose camera) {
        return Crops.encode(engine, crops, (session, rgb) -> describe(session, rgb, camera));
    }

    /**
     * The features of whole pictures of any sizes, each resized to the network's input as it is: there need be no face
     * in them.
     */
    public float[][] encodeWhole(List<RgbImage> pictures) {
        List<RgbImage> resized = pictures.stream()
                .map(picture -> Resampling.resize(picture, INPUT_SIZE, INPUT_SIZE))
                .toList();
        return Crops.encode(engine, resized, this::descriptor);
    }

    /**
     * The features of crops that one camera saw; differentiable in a session with gradients.
     *
     * @param rgb {@code [N, 3, H, H]}, 0…255
     * @return {@code [N, D]}
     */
    public NDArray describe(TensorSession session, NDArray rgb, CameraPose camera) {
        TensorOps ops = session.ops();
        int images = (int) rgb.getShape().get(0);
        NDArray square = session.memory().create(faceSquare(camera)).reshape(1, 2, 3);
        return descriptor(session, ops.call("cut_square", rgb, square.repeat(0, images), INPUT_SIZE));
    }

    /**
     * How much pictures differ to the eye of the network's first layers (perceptual loss; Johnson et al., ECCV 2016,
     * equation 2): the mean absolute difference of their feature maps over the mean of what is wanted. Differentiable.
     *
     * @param made {@code [N, 3, h, h]}, 0…1; as large as faces that the network knows, where eyes are 20 pixels wide
     * @param wanted the same
     * @param blocks how many of the network's blocks are compared, 1…13; each second one sees half as finely
     * @return a scalar
     */
    public NDArray difference(TensorSession session, NDArray made, NDArray wanted, int blocks) {
        TensorOps ops = session.ops();
        NDArray mean = session.memory().create(MEAN_BGR);
        NDArray[] mine = ops.callList("face_maps", made, mean, layers, STRIDES, blocks);
        NDArray[] truth = ops.callList("face_maps", wanted, mean, layers, STRIDES, blocks);
        return ops.call("relative_difference", mine, truth);
    }

    /** The network itself: from faces {@code [N, 3, 224, 224]} of red, green, blue 0…255 to {@code [N, D]}. */
    NDArray descriptor(TensorSession session, NDArray faces) {
        return session.ops().call("face_descriptor", faces, session.memory().create(MEAN_BGR), layers, STRIDES);
    }

    /** The map from the face's square to the crop, both −1…1, row-major 2×3. */
    private static float[] faceSquare(CameraPose camera) {
        float[] m = camera.cameraToWorld();
        double[] seen = new double[3]; // right, down, forward
        for (int axis = 0; axis < 3; axis++) {
            for (int k = 0; k < 3; k++) {
                seen[axis] += m[k * 4 + axis] * (FACE_CENTRE[k] - m[k * 4 + 3]);
            }
        }
        float x = (float) (2 * camera.intrinsics().focalX() * seen[0] / seen[2]);
        float y = (float) (2 * camera.intrinsics().focalY() * seen[1] / seen[2]);
        return new float[] {FACE_SIDE, 0, x, 0, FACE_SIDE, y};
    }

    @Override
    public void close() {
        weights.close();
    }
}
