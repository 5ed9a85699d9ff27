package org.balancehead.tests.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.balancehead.model.HeadModel;
import org.balancehead.model.HeadModels;
import org.balancehead.model.camera.CameraPose;
import org.balancehead.model.checkpoint.CheckpointRepository;
import org.balancehead.model.face.AlignedHead;
import org.balancehead.model.inversion.Avatar;
import org.balancehead.model.inversion.AvatarCopy;
import org.balancehead.model.inversion.Inversion;
import org.junit.jupiter.api.Test;

/** An avatar of the default checkpoint, shown again by a fresh worker or on another device of the same version. */
class RestoredAvatarTest {
    private static final Path CHECKPOINTS = Path.of(System.getProperty("balancehead.home"), "checkpoints");
    private static final int SLICES = 6;
    private static final CameraPose SIDE = CameraPose.orbit(60, -10);

    @Test
    void looksLikeTheOneThatWasCopied() {
        Path checkpoint = CheckpointRepository.of(CHECKPOINTS).resolve("default");
        byte[] seen;
        AvatarCopy copy;
        try (HeadModel model = HeadModels.open(checkpoint, "cpu", 1);
                Avatar avatar = last(model)) {
            seen = model.render(avatar, SIDE).rgb();
            copy = model.copy(avatar);
        }

        try (HeadModel another = HeadModels.open(checkpoint, "cpu", 2);
                Avatar restored = another.restore(copy)) {
            assertThat(restored.revision()).isEqualTo(copy.revision());
            assertThat(another.render(restored, SIDE).rgb()).isEqualTo(seen);
        }
    }

    /** The last avatar that some slices of an inversion publish. */
    private static Avatar last(HeadModel model) {
        Avatar last = null;
        try (Inversion inversion = model.invert(List.of(AlignedHead.grey(model.imageSize())))) {
            for (int slice = 0; slice < SLICES || last == null; slice++) {
                Avatar revised = inversion.step().revised().orElse(null);
                if (revised != null && last != null) {
                    last.close();
                }
                last = revised == null ? last : revised;
            }
        }
        return last;
    }
}
