package org.balancehead.model.evaluation;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import org.balancehead.model.HeadModel;
import org.balancehead.model.HeadModels;
import org.balancehead.model.camera.CameraPose;
import org.balancehead.model.checkpoint.Checkpoint;
import org.balancehead.model.checkpoint.CheckpointException;
import org.balancehead.model.face.AlignedHead;
import org.balancehead.model.image.Mask;
import org.balancehead.model.image.RgbImage;
import org.balancehead.model.inversion.Avatar;
import org.balancehead.model.inversion.Inversion;
import org.balancehead.model.inversion.Revision;
import org.balancehead.model.tensor.NotFiniteException;

/**
 * A head that a model draws by itself, always the same one, and must get back from its picture before anybody begins on
 * it: at least as well as its manifest's floor. A generator and an encoder that do not belong together cannot do that.
 */
public final class GoldenHead {
    private static final long SEED = 2;
    private static final double PSI = 0.7;
    private static final int SLICES = 2;
    private static final int WHITE = 250;

    /**
     * What another machine's arithmetic may change, and more; what a damaged or mismatched checkpoint loses is more
     * still.
     */
    private static final double PSNR_MARGIN = 1;

    private static final double IDENTITY_MARGIN = 0.1;
    private static final double HUNDREDTHS = 100;

    private GoldenHead() {}

    /**
     * Measures a checkpoint, and states in its manifest what it is held to from then on: a little less than that.
     *
     * @param folder of a whole checkpoint
     * @throws CheckpointException when it cannot be used, makes nothing of its golden head, or cannot be written
     */
    public static QualityFloor state(Path folder) {
        QualityFloor floor;
        try (HeadModel model = HeadModels.open(folder, "cpu", 1)) {
            Revision golden = measure(model);
            floor = new QualityFloor(less(golden.psnr(), PSNR_MARGIN), less(golden.identity(), IDENTITY_MARGIN));
        }
        Checkpoint.amend(folder, floor.metrics());
        return floor;
    }

    private static OptionalDouble less(double measured, double margin) {
        return OptionalDouble.of(Math.floor((measured - margin) * HUNDREDTHS) / HUNDREDTHS);
    }

    /**
     * Gives the model back, and closes it when it fails.
     *
     * @throws CheckpointException when it is below the floor: in one sentence
     */
    public static HeadModel check(HeadModel model, QualityFloor floor) {
        if (floor.isNone()) {
            return model;
        }
        boolean passed = false;
        try {
            check(measure(model), floor);
            passed = true;
        } finally {
            if (!passed) {
                model.close();
            }
        }
        return model;
    }

    private static void check(Revision golden, QualityFloor floor) {
        floor.psnr().ifPresent(least -> {
            if (!(golden.psnr() >= least)) {
                throw new CheckpointException(
                        "It gets its golden head back with a PSNR of %.1f dB, but its manifest's floor is %.1f (%s)."
                                .formatted(golden.psnr(), least, QualityFloor.PSNR));
            }
        });
        floor.identity().ifPresent(least -> {
            if (!(golden.identity() >= least)) {
                throw new CheckpointException(
                        "It gets its golden head back with an identity of %.2f, but its manifest's floor is %.2f (%s)."
                                .formatted(golden.identity(), least, QualityFloor.IDENTITY));
            }
        });
    }

    /**
     * The best of the first avatars that the model makes of its own head.
     *
     * @throws CheckpointException when it makes nothing of it
     */
    public static Revision measure(HeadModel model) {
        try {
            return best(model);
        } catch (NotFiniteException nothing) {
            throw new CheckpointException("It draws its golden head badly: " + nothing.getMessage(), nothing);
        }
    }

    private static Revision best(HeadModel model) {
        RgbImage picture;
        try (Avatar drawn = model.sample(SEED, PSI)) {
            picture = model.render(drawn, CameraPose.orbit(0, 0));
        }
        int side = model.imageSize();
        Mask head = notWhite(picture);
        AlignedHead seen = new AlignedHead(picture, head, CameraPose.orbit(0, 0), Mask.everywhere(side, side));
        Revision best = null;
        try (Inversion inversion = model.invert(List.of(seen))) {
            for (int slice = 0; slice < SLICES && !inversion.finished(); slice++) {
                Revision made =
                        inversion.step().revised().map(GoldenHead::closed).orElse(best);
                best = best == null || (made != null && made.psnr() > best.psnr()) ? made : best;
            }
        }
        if (best == null) {
            throw new CheckpointException("The model made no avatar of its own head.");
        }
        return best;
    }

    private static Revision closed(Avatar avatar) {
        try (avatar) {
            return avatar.revision();
        }
    }

    private static Mask notWhite(RgbImage picture) {
        float[] alpha = new float[picture.width() * picture.height()];
        for (int i = 0; i < alpha.length; i++) {
            int x = i % picture.width();
            int y = i / picture.width();
            boolean white = picture.channel(x, y, 0) >= WHITE
                    && picture.channel(x, y, 1) >= WHITE
                    && picture.channel(x, y, 2) >= WHITE;
            alpha[i] = white ? 0 : 1;
        }
        return new Mask(picture.width(), picture.height(), alpha);
    }
}
