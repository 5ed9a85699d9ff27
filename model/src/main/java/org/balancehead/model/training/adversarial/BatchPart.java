package org.balancehead.model.training.adversarial;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import org.balancehead.model.generator.HeadImages;
import org.balancehead.model.tensor.TensorSession;
import org.balancehead.model.training.objective.LabelShuffle;

/**
 * Some of a batch's pictures as arrays of a session; n of them.
 *
 * @param real pictures, raw pictures and masks as the discriminator sees them, not yet blurred
 * @param labels of real pictures {@code [n, label]}
 * @param wrongLabels for them
 * @param latents {@code [n, Z]}
 * @param conditions {@code [n, condition]}
 * @param cameras {@code [n, 25]}
 * @param fakeLabels of generated pictures {@code [n, label]}
 * @param wrongFakeLabels for them
 */
record BatchPart(
        HeadImages real,
        NDArray labels,
        NDArray wrongLabels,
        NDArray latents,
        NDArray conditions,
        NDArray cameras,
        NDArray fakeLabels,
        NDArray wrongFakeLabels) {
    /**
     * The {@code part}-th of {@code parts} equal parts.
     *
     * @param side of the raw pictures
     * @param labelLength numbers of a label
     */
    static BatchPart of(TensorSession session, AdversarialBatch batch, int part, int parts, int side, int labelLength) {
        int n = batch.cameras().length / AdversarialBatches.CAMERA / parts;
        float[] labels = cut(batch.labels(), part, parts);
        float[] fakeLabels = cut(batch.fakeLabels(), part, parts);
        return new BatchPart(
                real(session, batch, part, parts, side),
                rows(session, labels, n),
                rows(session, exchanged(labels, labelLength, batch), n),
                rows(session, cut(batch.latents(), part, parts), n),
                rows(session, cut(batch.conditions(), part, parts), n),
                rows(session, cut(batch.cameras(), part, parts), n),
                rows(session, fakeLabels, n),
                rows(session, exchanged(fakeLabels, labelLength, batch), n));
    }

    private static float[] exchanged(float[] labels, int labelLength, AdversarialBatch batch) {
        return LabelShuffle.exchange(labels, labelLength, AdversarialBatches.CAMERA, batch.exchange());
    }

    private static HeadImages real(TensorSession session, AdversarialBatch batch, int part, int parts, int side) {
        float[] pictures = cut(batch.pictures(), part, parts);
        float[] masks = cut(batch.masks(), part, parts);
        int n = batch.cameras().length / AdversarialBatches.CAMERA / parts;
        int large = (int) Math.round(Math.sqrt(masks.length / (double) n));
        NDArray picture = session.memory().create(pictures, new Shape(n, 3, large, large));
        NDArray mask = session.memory().create(masks, new Shape(n, 1, large, large));
        NDArray raw = session.ops().call("resize", picture, side, true);
        NDArray small = session.ops().call("resize", mask, side, true);
        return new HeadImages(picture, raw, small, small, null, raw);
    }

    private static float[] cut(float[] rows, int part, int parts) {
        int length = rows.length / parts;
        return parts == 1 ? rows : Arrays.copyOfRange(rows, part * length, (part + 1) * length);
    }

    private static NDArray rows(TensorSession session, float[] numbers, int n) {
        return session.memory().create(numbers, new Shape(n, numbers.length / n));
    }
}
