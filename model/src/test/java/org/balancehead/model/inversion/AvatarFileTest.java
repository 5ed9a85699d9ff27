package org.balancehead.model.inversion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.balancehead.model.camera.CameraPose;
import org.balancehead.model.checkpoint.Safetensors;
import org.balancehead.model.checkpoint.StoredTensor;
import org.balancehead.model.face.AlignedHead;
import org.balancehead.model.image.Mask;
import org.balancehead.model.image.RgbImage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AvatarFileTest {
    private static final Instant NOW = Instant.parse("2030-01-31T12:00:00Z");
    private static final Instant LATER = NOW.plusSeconds(60);
    private static final AlignedHead VIEW = new AlignedHead(
            new RgbImage(2, 2, new byte[] {1, 2, 3, (byte) 200, 5, 6, 7, 8, 9, 10, 11, 12}),
            new Mask(2, 2, new float[] {1, 0.2f, 0, 1}),
            CameraPose.orbit(20, -10),
            new Mask(2, 2, new float[] {1, 1, 1, 0}));
    private static final AvatarCopy COPY = new AvatarCopy(
            "compact 1",
            Map.of("planes", StoredTensor.of(new float[] {1, 2}, 2)),
            new Revision(3, Stage.W_PLUS, 21.5, 0.75));
    private static final SavedAvatar SAVED = new SavedAvatar(COPY, "digest", List.of(VIEW, AlignedHead.grey(2)));

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void place() {
        file = folder.resolve("head.avatar");
    }

    @Test
    void givesBackAnAvatarAndThePicturesOfTheHead() throws IOException {
        AvatarFile.write(file, SAVED, NOW, Optional.of(LATER));

        SavedAvatar read = AvatarFile.read(file);

        assertThat(read.digest()).isEqualTo("digest");
        assertThat(read.avatar().checkpoint()).isEqualTo("compact 1");
        assertThat(read.avatar().revision()).isEqualTo(COPY.revision());
        assertThat(read.avatar().tensors()).containsOnlyKeys("planes");
        assertThat(read.views()).hasSize(2);
        AlignedHead view = read.views().get(0);
        assertThat(view.mask().alpha()).containsExactly(VIEW.mask().alpha());
        assertThat(view.known().alpha()).containsExactly(VIEW.known().alpha());
        assertThat(view.camera().label()).containsExactly(VIEW.camera().label());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void keepsNothingOfTheGroundBehindTheHead() throws IOException {
        AvatarFile.write(file, SAVED, NOW, Optional.empty());

        byte white = (byte) 255;
        assertThat(AvatarFile.read(file).views().get(0).crop().rgb())
                .containsExactly(1, 2, 3, (byte) 200, 5, 6, white, white, white, 10, 11, 12);
    }

    @Test
    void saysWhatItIsAndUntilWhen() throws IOException {
        AvatarFile.write(file, SAVED, NOW, Optional.of(LATER));

        AvatarFile.Facts facts = AvatarFile.facts(file);

        assertThat(facts.created()).isEqualTo(NOW);
        assertThat(facts.expires()).contains(LATER);
        assertThat(facts.bytes()).isEqualTo(Files.size(file)).isGreaterThan(SAVED.bytes());
        assertThat(facts.isOver(LATER.minusNanos(1))).isFalse();
        assertThat(facts.isOver(LATER)).isTrue();
    }

    @Test
    void neverExpiresUnlessItSaysWhen() throws IOException {
        AvatarFile.write(file, SAVED, NOW, Optional.empty());

        assertThat(AvatarFile.facts(file).isOver(Instant.MAX)).isFalse();
    }

    @Test
    void takesWhatMissesAPictureForDamaged() throws IOException {
        AvatarFile.write(file, SAVED, NOW, Optional.empty());
        Map<String, String> facts = Safetensors.metadata(file);
        Map<String, StoredTensor> whole = Safetensors.read(file);

        for (String missing : List.of("view.0.picture", "view.0.mask", "view.1.camera", "view.1.known")) {
            Map<String, StoredTensor> tensors = new HashMap<>(whole);
            tensors.remove(missing);
            Safetensors.writePrivate(file, tensors, facts);

            assertThatThrownBy(() -> AvatarFile.read(file)).as(missing).isInstanceOf(AvatarFile.DamagedException.class);
        }
    }

    @Test
    void takesPicturesThatDoNotFitForDamaged() throws IOException {
        AvatarFile.write(file, SAVED, NOW, Optional.empty());
        Map<String, String> facts = Safetensors.metadata(file);
        Map<String, StoredTensor> whole = Safetensors.read(file);

        for (String wrong : List.of("view.0.picture", "view.0.mask", "view.1.camera", "view.1.known")) {
            Map<String, StoredTensor> tensors = new HashMap<>(whole);
            tensors.put(wrong, StoredTensor.of(new float[] {1, 1, 1}, 3));
            Safetensors.writePrivate(file, tensors, facts);

            assertThatThrownBy(() -> AvatarFile.read(file)).as(wrong).isInstanceOf(AvatarFile.DamagedException.class);
        }
    }
}
