package org.balancehead.model.training.refinement;

import java.nio.FloatBuffer;
import java.util.Random;
import org.balancehead.model.camera.CameraPose;
import org.balancehead.model.camera.Intrinsics;
import org.balancehead.model.dataset.ViewSource;
import org.balancehead.model.generator.chart.CameraRays;
import org.balancehead.model.training.ColourJitter;
import org.balancehead.model.training.EncoderPictures;
import org.balancehead.model.training.FrontalPictures;
import org.balancehead.model.training.StepSeed;

/**
 * Draws batches of patches. A reconstructed head's patch lies where the real one of the batch does; a drawn head has
 * the feature of some identity and is seen by the camera of some view. A step's batch is always the same. Safe in any
 * thread.
 *
 * @param data views whose side is twice the neural resolution
 * @param features semantic features by identity, as the encoder gives them
 * @param standardised the same for the discriminator's labels
 * @param latent numbers of a latent
 */
record PatchBatches(
        ViewSource data,
        float[][] features,
        float[][] standardised,
        RefinementSettings settings,
        int latent,
        long seed) {
    /** Numbers of a label before the semantic ones: the camera's 25 and the patch's place. */
    static final int PLACED = 27;

    private static final double EXPOSURE = 0.06;
    private static final double BALANCE = 0.03;

    /**
     * Share of a patch that is to be head at least, and how often it is looked for: so little that outlines are seen
     * from both sides, and nearly empty patches are not.
     */
    private static final double LEAST_HEAD = 0.05;

    private static final int TRIES = 8;

    /** Share of views that are the frontal one beyond its chance: eyes and mouth are looked at most. */
    private static final double FRONTAL = 0.25;

    int labelLength() {
        return PLACED + standardised[0].length;
    }

    PatchBatch draw(int step) {
        Random random = new Random(StepSeed.of(seed, step));
        Rows rows = new Rows();
        for (int slot = 0; slot < settings.batch(); slot++) {
            int identity = random.nextInt(data.identities());
            boolean mirrored = random.nextBoolean();
            Patch patch = patch(identity, random);
            ColourJitter jitter = ColourJitter.draw(random, EXPOSURE, BALANCE);
            rows.real(slot, patch, mirrored, jitter);
            if (slot < settings.reconstructed()) {
                rows.reconstructed(slot, patch, mirrored, jitter, random);
            } else {
                rows.drawn(slot, random);
            }
        }
        return rows.batch(step, random);
    }

    private Patch patch(int identity, Random random) {
        int most = data.size() - 2 * settings.side();
        Patch patch = new Patch(0, 0, 0, 0);
        for (int i = 0; i < TRIES; i++) {
            int view = random.nextDouble() < FRONTAL ? 0 : random.nextInt(data.views());
            patch = new Patch(identity, view, 2 * random.nextInt(most / 2 + 1), 2 * random.nextInt(most / 2 + 1));
            if (head(patch) >= LEAST_HEAD) {
                break;
            }
        }
        return patch;
    }

    /** Share of a patch that is head, by every fourth pixel. */
    private double head(Patch patch) {
        int hits = 0;
        int looked = 0;
        for (int y = 0; y < 2 * settings.side(); y += 4) {
            for (int x = 0; x < 2 * settings.side(); x += 4) {
                looked++;
                hits += data.rgba(patch.identity(), patch.view(), patch.left() + x, patch.top() + y) >>> 25;
            }
        }
        return hits / (127.0 * looked);
    }

    /** Where a patch is cut from a view, in pixels. */
    private record Patch(int identity, int view, int left, int top) {}

    /** The rows of a batch in the making. */
    private final class Rows {
        private final int rays = settings.side() * settings.side();
        private final int pixels = 4 * rays;
        private final float[] pictures = new float[settings.reconstructed() * FrontalPictures.length()];
        private final float[] latents = new float[settings.drawn() * latent];
        private final FloatBuffer conditions = FloatBuffer.allocate(settings.drawn() * features[0].length);
        private final float[] origins = new float[settings.batch() * rays * 3];
        private final float[] directions = new float[settings.batch() * rays * 3];
        private final float[] targets = new float[settings.batch() * 3 * pixels];
        private final float[] alphas = new float[settings.batch() * pixels];
        private final FloatBuffer labels = FloatBuffer.allocate(settings.batch() * labelLength());
        private final FloatBuffer fakeLabels = FloatBuffer.allocate(settings.batch() * labelLength());
        private final CameraRays lines = new CameraRays(origins, directions);

        void real(int slot, Patch patch, boolean mirrored, ColourJitter jitter) {
            int side = 2 * settings.side();
            for (int i = 0; i < pixels; i++) {
                int x = i % side;
                int to = mirrored ? i - x + side - 1 - x : i;
                int rgba = data.rgba(patch.identity(), patch.view(), patch.left() + x, patch.top() + i / side);
                float alpha = (rgba >>> 24) / 255f;
                alphas[slot * pixels + to] = alpha;
                for (int c = 0; c < 3; c++) {
                    float colour = ((rgba >> (8 * c)) & 0xff) / 255f;
                    targets[(slot * 3 + c) * pixels + to] = jitter.apply(c, colour, alpha);
                }
            }
            put(labels, patch, mirrored);
        }

        void reconstructed(int slot, Patch patch, boolean mirrored, ColourJitter jitter, Random random) {
            EncoderPictures seen = new EncoderPictures(new FrontalPictures(data));
            seen.read(patch.identity(), mirrored, jitter, random, pictures, slot * FrontalPictures.length());
            see(slot, patch, mirrored);
        }

        void drawn(int slot, Random random) {
            int row = slot - settings.reconstructed();
            for (int i = 0; i < latent; i++) {
                latents[row * latent + i] = (float) random.nextGaussian();
            }
            Patch elsewhere = patch(random.nextInt(data.identities()), random);
            conditions.put(features[elsewhere.identity()]);
            see(slot, elsewhere, random.nextBoolean());
        }

        private void see(int slot, Patch patch, boolean mirrored) {
            CameraPose camera = camera(patch, mirrored);
            Intrinsics lens = camera.intrinsics();
            float[] pose = camera.cameraToWorld();
            int left = mirrored ? data.size() - patch.left() - 2 * settings.side() : patch.left();
            for (int i = 0; i < rays; i++) {
                double x = (left + 2 * (i % settings.side()) + 1) / (double) data.size();
                double y = (patch.top() + 2 * (i / settings.side()) + 1) / (double) data.size();
                lines.put(slot * rays + i, pose, lens, x, y);
            }
            put(fakeLabels, patch, mirrored);
        }

        private CameraPose camera(Patch patch, boolean mirrored) {
            CameraPose camera = data.camera(patch.identity(), patch.view());
            return mirrored ? camera.mirrored() : camera;
        }

        private void put(FloatBuffer to, Patch patch, boolean mirrored) {
            to.put(camera(patch, mirrored).label());
            float x = (patch.left() + settings.side()) * 2f / data.size() - 1;
            to.put(3 * (mirrored ? -x : x));
            to.put(3 * ((patch.top() + settings.side()) * 2f / data.size() - 1));
            to.put(standardised[patch.identity()]);
        }

        PatchBatch batch(int step, Random random) {
            return new PatchBatch(
                    step,
                    pictures,
                    latents,
                    conditions.array(),
                    origins,
                    directions,
                    targets,
                    alphas,
                    labels.array(),
                    fakeLabels.array(),
                    settings.shuffle().draw(random));
        }
    }
}
