package org.balancehead.model.training.semantic;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.balancehead.model.condition.HeadDescriptor;
import org.balancehead.model.tensor.TensorSession;
import org.balancehead.model.training.ColourJitter;
import org.balancehead.model.training.PictureAugmentation;

/** Draws batches of heads: two augmentations of each one's frontal picture, and its traits. Confined to one thread. */
final class HeadBatch {
    private static final int SIDE = HeadDescriptor.SIDE;
    private static final int PICTURE = 3 * SIDE * SIDE;
    private static final double EXPOSURE = 0.12;
    private static final double BALANCE = 0.05;

    private final FrontalHeads pictures;
    private final PictureAugmentation augmentation = new PictureAugmentation(SIDE);
    private final List<HeadTraits> traits;
    private final TraitCode code;
    private final Random random;
    private final int[] order;
    private int next;
    private final float[] clean = new float[4 * SIDE * SIDE];
    private final float[] augmented = new float[4 * SIDE * SIDE];
    private final float[] rgb;
    private final float[] amounts;
    private final float[] weights;
    private final float[] places;
    private final int heads;

    /** @param pictures of 128² */
    HeadBatch(FrontalHeads pictures, List<HeadTraits> traits, TraitCode code, int heads, Random random) {
        if (traits.size() < heads) {
            throw new IllegalArgumentException("Batches of %d different heads cannot be drawn from %d identities."
                    .formatted(heads, traits.size()));
        }
        this.pictures = pictures;
        this.traits = traits;
        this.code = code;
        this.random = random;
        this.heads = heads;
        order = new int[traits.size()];
        for (int i = 0; i < order.length; i++) {
            order[i] = i;
        }
        next = order.length;
        rgb = new float[2 * heads * PICTURE];
        amounts = new float[heads * code.amounts()];
        weights = new float[heads * code.amounts()];
        places = new float[heads * code.places()];
    }

    /** Draws the next heads, none of them twice, half of them mirrored. */
    void draw() {
        if (next + heads > order.length) {
            shuffle();
        }
        Arrays.fill(places, 0);
        for (int i = 0; i < heads; i++) {
            int identity = order[next++];
            boolean mirrored = random.nextBoolean();
            HeadTraits own = mirrored ? traits.get(identity).mirrored() : traits.get(identity);
            code.putAmounts(own, amounts, weights, i * code.amounts());
            code.putKinds(own, places, i * code.places());
            pictures.read(identity, mirrored, clean);
            augment(i);
            augment(heads + i);
        }
    }

    private void augment(int picture) {
        augmentation.apply(clean, ColourJitter.draw(random, EXPOSURE, BALANCE), random, augmented, 0);
        System.arraycopy(augmented, 0, rgb, picture * PICTURE, PICTURE);
    }

    private void shuffle() {
        for (int i = order.length - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            int swapped = order[i];
            order[i] = order[other];
            order[other] = swapped;
        }
        next = 0;
    }

    /** {@code [2N, 3, 128, 128]}: one augmentation of each head, then the other of each. */
    NDArray pictures(TensorSession session) {
        return session.memory().create(rgb, new Shape(2L * heads, 3, SIDE, SIDE));
    }

    /** {@code [N, A]}. */
    NDArray amounts(TensorSession session) {
        return session.memory().create(amounts, new Shape(heads, code.amounts()));
    }

    /** What each amount counts, {@code [N, A]}. */
    NDArray weights(TensorSession session) {
        return session.memory().create(weights, new Shape(heads, code.amounts()));
    }

    /** {@code [N, K]}. */
    NDArray places(TensorSession session) {
        return session.memory().create(places, new Shape(heads, code.places()));
    }
}
