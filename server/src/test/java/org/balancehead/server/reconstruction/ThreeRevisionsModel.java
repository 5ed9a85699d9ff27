package org.balancehead.server.reconstruction;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.balancehead.model.HeadModel;
import org.balancehead.model.ModelVersion;
import org.balancehead.model.camera.CameraPose;
import org.balancehead.model.checkpoint.StoredTensor;
import org.balancehead.model.face.AlignedHead;
import org.balancehead.model.image.RgbImage;
import org.balancehead.model.inversion.Avatar;
import org.balancehead.model.inversion.AvatarCopy;
import org.balancehead.model.inversion.Inversion;
import org.balancehead.model.inversion.InversionProgress;
import org.balancehead.model.inversion.Revision;
import org.balancehead.model.inversion.Stage;

/**
 * A model whose inversions improve in three slices of one second and get no better in a fourth; counts what is open.
 */
public final class ThreeRevisionsModel implements HeadModel {
    private static final List<Stage> STAGES = List.of(Stage.values());
    private static final int SIZE = 32;

    int open;
    int viewsOfTheLastInversion;
    boolean failsToRender;

    @Override
    public ModelVersion version() {
        return new ModelVersion("fake", "7", 1, "tiny", "digest");
    }

    @Override
    public int imageSize() {
        return SIZE;
    }

    @Override
    public Inversion invert(List<AlignedHead> views) {
        viewsOfTheLastInversion = views.size();
        open++;
        return new Slices();
    }

    /** Grey by yaw: black from −180°, white at 180°. */
    @Override
    public Avatar sample(long seed, double psi) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Avatar draw(long seed, double psi, float[] condition) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<RgbImage> render(List<View> views) {
        if (failsToRender) {
            throw new IllegalStateException("The device is gone.");
        }
        return views.stream().map(view -> picture(view.camera())).toList();
    }

    private static RgbImage picture(CameraPose camera) {
        byte[] rgb = new byte[SIZE * SIZE * 3];
        Arrays.fill(rgb, (byte) Math.round((camera.yawDegrees() + 180) / 360 * 255));
        return new RgbImage(SIZE, SIZE, rgb);
    }

    @Override
    public long memoryInUse() {
        return 0;
    }

    @Override
    public AvatarCopy copy(Avatar avatar) {
        return new AvatarCopy("three 1", Map.of("w", StoredTensor.of(new float[] {1}, 1)), avatar.revision());
    }

    @Override
    public Avatar restore(AvatarCopy copy) {
        return avatar(copy.revision());
    }

    private Avatar avatar(Revision revision) {
        open++;
        return new Avatar() {
            @Override
            public Revision revision() {
                return revision;
            }

            @Override
            public void close() {
                open--;
            }
        };
    }

    @Override
    public void close() {}

    private final class Slices implements Inversion {
        private int done;

        @Override
        public boolean finished() {
            return done == STAGES.size();
        }

        @Override
        public InversionProgress step() {
            Stage stage = STAGES.get(done++);
            Optional<Avatar> revised = stage == Stage.TUNING ? Optional.empty() : Optional.of(revision(stage));
            return new InversionProgress(stage, 1, 1, 0.5, done, revised);
        }

        @Override
        public void close() {
            open--;
        }

        private Avatar revision(Stage stage) {
            return avatar(new Revision(done, stage, 20 + done, 0.5 + done / 10.0));
        }
    }
}
