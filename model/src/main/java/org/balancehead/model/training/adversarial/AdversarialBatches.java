package org.balancehead.model.training.adversarial;

import java.nio.FloatBuffer;
import java.util.Random;
import org.balancehead.model.camera.CameraPose;
import org.balancehead.model.condition.ConditionKind;
import org.balancehead.model.dataset.ReducedViews;
import org.balancehead.model.training.StepSeed;

/**
 * Draws batches: real pictures of N identities, each from one of its views, half of them mirrored, and what as many
 * generated ones are made of. A step's batch is always the same. Safe in any thread.
 *
 * @param data pictures as large as the generator's
 * @param features standardised semantic features by identity
 * @param latent numbers of a latent
 */
record AdversarialBatches(
        ReducedViews data,
        float[][] features,
        ConditionKind kind,
        AdversarialSettings settings,
        int latent,
        long seed) {
    static final int CAMERA = 25;

    AdversarialBatches {
        if (data.views().identities() < settings.batch()) {
            throw new IllegalArgumentException("A batch of %d pictures needs as many identities, but the data have %d."
                    .formatted(settings.batch(), data.views().identities()));
        }
    }

    /** Numbers of a discriminator's label. */
    int labelLength() {
        return CAMERA + (kind.hasSemantic() ? features[0].length : 0);
    }

    AdversarialBatch draw(int step) {
        Random random = new Random(StepSeed.of(seed, step));
        int n = settings.batch();
        int pixels = data.side() * data.side();
        float[] pictures = new float[n * 3 * pixels];
        float[] masks = new float[n * pixels];
        FloatBuffer labels = FloatBuffer.allocate(n * labelLength());
        FloatBuffer conditions = FloatBuffer.allocate(n * kind.length(features[0].length));
        FloatBuffer cameras = FloatBuffer.allocate(n * CAMERA);
        FloatBuffer fakeLabels = FloatBuffer.allocate(n * labelLength());
        int[] shown =
                random.ints(0, data.views().identities()).distinct().limit(n).toArray();
        int[] made =
                random.ints(0, data.views().identities()).distinct().limit(n).toArray();
        double swap = kind.hasView() ? settings.viewSwap().at((long) step * n) : 0;
        for (int i = 0; i < n; i++) {
            int view = random.nextInt(data.views().views());
            boolean mirrored = random.nextBoolean();
            read(shown[i], view, mirrored, i, pictures, masks);
            CameraPose seenFrom = data.views().camera(shown[i], view);
            put(labels, mirrored ? seenFrom.mirrored() : seenFrom, features[shown[i]]);
            CameraPose camera = anyCamera(random);
            CameraPose told = random.nextDouble() < swap ? anyCamera(random) : camera;
            cameras.put(camera.label());
            put(fakeLabels, camera, features[made[i]]);
            conditions.put(kind.of(told, features[made[i]]));
        }
        float[] latents = new float[n * latent];
        for (int i = 0; i < latents.length; i++) {
            latents[i] = (float) random.nextGaussian();
        }
        return new AdversarialBatch(
                step,
                pictures,
                masks,
                labels.array(),
                latents,
                conditions.array(),
                cameras.array(),
                fakeLabels.array(),
                settings.shuffle().draw(random));
    }

    private void put(FloatBuffer labels, CameraPose camera, float[] feature) {
        labels.put(camera.label());
        if (kind.hasSemantic()) {
            labels.put(feature);
        }
    }

    private CameraPose anyCamera(Random random) {
        CameraPose camera = data.views()
                .camera(
                        random.nextInt(data.views().identities()),
                        random.nextInt(data.views().views()));
        return random.nextBoolean() ? camera.mirrored() : camera;
    }

    private void read(int identity, int view, boolean mirrored, int slot, float[] pictures, float[] masks) {
        int side = data.side();
        byte[] rgba = new byte[side * side * 4];
        data.read(identity, view, rgba);
        for (int i = 0; i < side * side; i++) {
            int to = mirrored ? i - i % side + side - 1 - i % side : i;
            for (int c = 0; c < 3; c++) {
                pictures[(slot * 3 + c) * side * side + to] = (rgba[i * 4 + c] & 0xff) / 127.5f - 1;
            }
            masks[slot * side * side + to] = (rgba[i * 4 + 3] & 0xff) / 255f;
        }
    }
}
