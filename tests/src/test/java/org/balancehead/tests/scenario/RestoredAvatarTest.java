package org.balancehead.tests.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.balancehead.model.HeadModel;
import org.balancehead.model.HeadModels;
import org.balancehead.model.camera.CameraPose;
import org.balancehead.model.checkpoint.CheckpointRepository;
import org.balancehead.model.face.AlignedHead;
import org.balancehead.model.inversion.Avatar;
import org.balancehead.model.inversion.AvatarCopy;
import org.balancehead.model.inversion.AvatarFile;
import org.balancehead.model.inversion.Inversion;
import org.balancehead.model.inversion.SavedAvatar;
import org.balancehead.model.tensor.NotFiniteException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An avatar of the default checkpoint, shown again by a fresh worker or on another device of the same version. */
class RestoredAvatarTest {
    private static final Path CHECKPOINTS = Path.of(System.getProperty("balancehead.home"), "checkpoints");
    private static final int SLICES = 6;

    /** Of 255: what numbers of half precision in the file may change of a pixel. */
    private static final int HALF_PRECISION_LEVELS = 2;

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

    @Test
    void looksTheSameFromItsFile(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("kept.avatar");
        try (HeadModel model =
                        HeadModels.open(CheckpointRepository.of(CHECKPOINTS).resolve("default"), "cpu", 1);
                Avatar avatar = last(model)) {
            byte[] seen = model.render(avatar, SIDE).rgb();
            SavedAvatar saved = new SavedAvatar(
                    model.copy(avatar), model.version().digest(), List.of(AlignedHead.grey(model.imageSize())));
            AvatarFile.write(file, saved, Instant.EPOCH, Optional.empty());
            try (Avatar restored = model.restore(AvatarFile.read(file).avatar())) {
                byte[] again = model.render(restored, SIDE).rgb();

                int furthest = 0;
                for (int i = 0; i < seen.length; i++) {
                    furthest = Math.max(furthest, Math.abs((seen[i] & 0xff) - (again[i] & 0xff)));
                }
                assertThat(furthest).isLessThanOrEqualTo(HALF_PRECISION_LEVELS);
            }
        }
    }

    @Test
    void showsNothingWhenOneNumberOfTheCopyIsNone() {
        try (HeadModel model =
                        HeadModels.open(CheckpointRepository.of(CHECKPOINTS).resolve("default"), "cpu", 1);
                Avatar avatar = last(model)) {
            AvatarCopy copy = model.copy(avatar);
            copy.tensors().values().forEach(tensor -> tensor.values()[tensor.values().length / 2] = Float.NaN);

            long inUse = model.memoryInUse();
            assertThatThrownBy(() -> model.restore(copy)).isInstanceOf(NotFiniteException.class);
            assertThat(model.memoryInUse()).isEqualTo(inUse);
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
