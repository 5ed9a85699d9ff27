package org.balancehead.model.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import org.balancehead.model.inversion.HeadGallery;
import org.balancehead.model.tensor.ParameterMap;
import org.balancehead.model.tensor.TensorEngine;
import org.balancehead.model.tensor.TensorSession;

/**
 * Puts the heads of a training into its checkpoint as those that inversion may begin from: what the encoder reads of
 * their pictures, every other one mirrored, with what tells them apart.
 */
final class GalleryFitting {
    /** Heads that a checkpoint keeps at most; they take half a kilobyte each. */
    private static final int MOST = 4096;

    /** Dimensions of their semantic features that it keeps. */
    private static final int AXES = 32;

    private static final int POWER_ITERATIONS = 8;

    /** Penalty of the linear map's squared weights, for each head. */
    private static final double RIDGE = 1e-4;

    private final TensorEngine engine;
    private final EncodedHeads trained;

    GalleryFitting(TensorEngine engine, EncodedHeads trained) {
        this.engine = engine;
        this.trained = trained;
    }

    /**
     * Puts the gallery's weights.
     *
     * @param features semantic feature of each identity: {@code [n][C]}
     */
    void fit(ParameterMap weights, float[][] features) {
        int heads = Math.min(MOST, features.length);
        int k = trained.generator().preset().wDimension();
        float[] codes = new float[heads * (k + 1)];
        float[] fronts = new float[heads * HeadGallery.FRONT];
        for (int i = 0; i < heads; i++) {
            try (TensorSession session = engine.inference()) {
                NDArray picture = trained.front(session, i, i % 2 == 1);
                float[] w = trained.w(session, picture).toFloatArray();
                System.arraycopy(w, 0, codes, i * (k + 1), k);
                codes[i * (k + 1) + k] = 1;
                float[] front = HeadGallery.small(session, picture).toFloatArray();
                System.arraycopy(front, 0, fronts, i * HeadGallery.FRONT, HeadGallery.FRONT);
            }
        }
        try (TensorSession session = engine.inference()) {
            NDArray extended = session.memory().create(codes, new Shape(heads, k + 1));
            NDArray seen = session.memory().create(fronts, new Shape(heads, HeadGallery.FRONT));
            put(session, weights, HeadGallery.W, extended.get(":, :" + k));
            put(session, weights, HeadGallery.FRONTS, linear(session, extended, seen));
            putPeople(session, weights, features, heads);
        }
    }

    /** The linear map by ridge regression: {@code [K + 1, FRONT]}. */
    private static NDArray linear(TensorSession session, NDArray codes, NDArray fronts) {
        NDArray gram = codes.transpose().matMul(codes);
        NDArray ones = session.memory().eye((int) codes.getShape().get(1));
        NDArray ridge = session.ops().scaled(ones, RIDGE * codes.getShape().get(0));
        return session.ops().call("solve", gram.add(ridge), codes.transpose().matMul(fronts));
    }

    /** The subspace of the principal components of the features' directions from their mean, by subspace iteration. */
    private void putPeople(TensorSession session, ParameterMap weights, float[][] features, int heads) {
        int length = features[0].length;
        float[] rows = new float[heads * length];
        for (int i = 0; i < heads; i++) {
            System.arraycopy(features[i], 0, rows, i * length, length);
        }
        NDArray all = session.memory().create(rows, new Shape(heads, length));
        NDArray mean = all.mean(new int[] {0}, true);
        NDArray directions = session.ops().call("unit_rows", all.sub(mean));
        engine.seed(1);
        NDArray axes = session.ops().call("orthonormal", session.memory().randomNormal(new Shape(length, AXES)));
        for (int i = 0; i < POWER_ITERATIONS; i++) {
            axes = session.ops().call("orthonormal", directions.transpose().matMul(directions.matMul(axes)));
        }
        put(session, weights, HeadGallery.PEOPLE, directions.matMul(axes));
        put(session, weights, HeadGallery.AXES, axes.transpose().concat(mean, 0));
    }

    private static void put(TensorSession session, ParameterMap weights, String name, NDArray values) {
        weights.put(name, session.keepCopy(values, weights.owner()));
    }
}
