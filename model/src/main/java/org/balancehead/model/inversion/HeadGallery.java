package org.balancehead.model.inversion;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import org.balancehead.model.tensor.ParameterMap;
import org.balancehead.model.tensor.TensorEngine;
import org.balancehead.model.tensor.TensorSession;

/**
 * Heads that the generator is known to show well: the people it was trained on, by their w. Where the encoder does not
 * know a person, inversion begins from the one of these that looks most alike, in the light of the picture: a whole
 * head, where the encoder's would be a blend of several. A gallery is what face recognition calls the people that a
 * picture is compared with.
 *
 * <p>Heads are compared by small pictures of their fronts, which a linear map makes of w, and by who they are: the
 * semantic feature, of which some principal components are kept.
 */
public final class HeadGallery {
    /** Name of the known heads' w: {@code [N, K]}. */
    public static final String W = "gallery.w";

    /** Name of the linear map from w to small fronts, colour without its ground and opacity: {@code [K + 1, 4·16²]}. */
    public static final String FRONTS = "gallery.fronts";

    /** Name of the known heads' semantic features along some axes: {@code [N, Q]}. */
    public static final String PEOPLE = "gallery.people";

    /** Name of these axes, and of the mean feature as the last row: {@code [Q + 1, C]}. */
    public static final String AXES = "gallery.axes";

    /** Side of the small fronts, in pixels. */
    static final int SIDE = 16;

    /** Numbers of a small front. */
    public static final int FRONT = 4 * SIDE * SIDE;

    /** What is below this share of the picture is clothes, and counts little. */
    private static final double CLOTHES_FROM = 0.78;

    private static final float CLOTHES = 0.15f;

    /** What one standard deviation of the cosines counts, as a share of the least difference. */
    private static final double WHO = 0.1;

    private final ParameterMap weights;

    /** Sums of the squares of the known heads' small fronts, {@code [N, 4]}. */
    private final NDArray sums;

    /**
     * The gallery of a checkpoint that has one.
     *
     * @param owner of what is worked out once
     */
    HeadGallery(TensorEngine engine, ParameterMap weights, NDManager owner) {
        this.weights = weights;
        try (TensorSession session = engine.inference()) {
            NDArray fronts = session.ops().call("gallery_fronts", weights.get(W), weights.get(FRONTS));
            sums = session.keep(session.ops().call("gallery_sums", fronts, counted(session)), owner);
        }
    }

    /** Whether a weight is a part of a gallery, which no training moves. */
    public static boolean owns(String weight) {
        return weight.startsWith("gallery.");
    }

    /** Small pictures as heads are compared by, of pictures {@code [N, 4, 128, 128]} on white: {@code [N, FRONT]}. */
    public static NDArray small(TensorSession session, NDArray pictures) {
        return session.ops().call("gallery_pictures", pictures, HeadEncoder.INPUT / SIDE);
    }

    /**
     * A known head.
     *
     * @param w {@code [1, K]}
     * @param light factors of red, green and blue by which it looks most like the picture: {@code [3]}
     */
    record Match(NDArray w, NDArray light) {}

    /**
     * The known head that is most like somebody.
     *
     * @param picture from the front, as the encoder takes it: {@code [1, 4, 128, 128]}
     * @param person semantic feature {@code [C]}
     */
    Match nearest(TensorSession session, NDArray picture, float[] person) {
        NDArray w = weights.get(W);
        NDArray small = small(session, picture);
        NDArray found =
                session.ops().call("gallery_differences", w, weights.get(FRONTS), sums, small, counted(session));
        NDArray feature = session.memory().create(person, new Shape(1, person.length));
        NDArray cosines = session.ops().call("gallery_cosines", weights.get(PEOPLE), weights.get(AXES), feature);
        int best = best(found.get(":, 0").toFloatArray(), cosines.toFloatArray());
        String row = best + ":" + (best + 1);
        return new Match(w.get(row), found.get(row + ", 1:").squeeze(0));
    }

    private static int best(float[] differences, float[] cosines) {
        double least = Double.POSITIVE_INFINITY;
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < differences.length; i++) {
            least = Math.min(least, differences[i]);
            sum += cosines[i];
            squares += cosines[i] * cosines[i];
        }
        double mean = sum / cosines.length;
        double deviation = Math.sqrt(Math.max(squares / cosines.length - mean * mean, 1e-12));
        int best = 0;
        double bestScore = Double.POSITIVE_INFINITY;
        for (int i = 0; i < differences.length; i++) {
            double score = differences[i] / Math.max(least, 1e-9) - WHO * cosines[i] / deviation;
            if (score < bestScore) {
                bestScore = score;
                best = i;
            }
        }
        return best;
    }

    /** How much each pixel counts: {@code [16²]}. */
    private static NDArray counted(TensorSession session) {
        float[] weights = new float[SIDE * SIDE];
        Arrays.fill(weights, 1);
        Arrays.fill(weights, (int) Math.ceil(CLOTHES_FROM * SIDE) * SIDE, weights.length, CLOTHES);
        return session.memory().create(weights);
    }
}
