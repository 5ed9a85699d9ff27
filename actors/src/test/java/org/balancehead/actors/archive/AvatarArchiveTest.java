package org.balancehead.actors.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.balancehead.model.checkpoint.Precision;
import org.balancehead.model.checkpoint.StoredTensor;
import org.balancehead.model.face.AlignedHead;
import org.balancehead.model.inversion.AvatarCopy;
import org.balancehead.model.inversion.AvatarFile;
import org.balancehead.model.inversion.Revision;
import org.balancehead.model.inversion.SavedAvatar;
import org.balancehead.model.inversion.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AvatarArchiveTest {
    private static final Instant NOW = Instant.parse("2030-01-31T12:00:00Z");

    @TempDir
    private Path folder;

    private final TwoClocks clocks = new TwoClocks(NOW);

    @Test
    void givesBackWhatItWasGivenInOneFileThatItsOwnerAloneMayRead() throws Exception {
        AvatarArchive archive = archive(folder, 2, 1000);
        SavedAvatar avatar = avatar(8);

        AvatarArchive.Place place = archive.keep(avatar);

        SavedAvatar read = archive.read(place.id()).orElseThrow();
        assertThat(read.digest()).isEqualTo("digest");
        assertThat(read.views()).hasSize(1);
        assertThat(read.avatar().checkpoint()).isEqualTo("fake 1");
        assertThat(read.avatar().revision()).isEqualTo(avatar.avatar().revision());
        assertThat(read.avatar().tensors()).containsOnlyKeys("planes");
        assertThat(read.avatar().tensors().values().iterator().next().values()).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
        AvatarFile.Facts facts = archive.facts(place.id()).orElseThrow();
        assertThat(facts.digest()).isEqualTo("digest");
        assertThat(facts.expires()).contains(place.expires()).contains(NOW.plus(Duration.ofHours(1)));
        List<Path> files = files(folder);
        assertThat(files).hasSize(1);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(files.get(0))))
                .isEqualTo("rw-------");
    }

    @Test
    void deletesOnce() throws Exception {
        AvatarArchive archive = archive(folder, 2, 1000);
        AvatarId id = archive.keep(avatar(8)).id();

        assertThat(archive.delete(id)).isTrue();

        assertThat(files(folder)).isEmpty();
        assertThat(archive.read(id)).isEmpty();
        assertThat(archive.delete(id)).isFalse();
    }

    @Test
    void refusesOneTooManyUntilOneHasExpired() throws Exception {
        AvatarArchive archive = archive(folder, 1, 1000);
        archive.keep(avatar(8));

        assertThatThrownBy(() -> archive.keep(avatar(8)))
                .isInstanceOf(AvatarArchive.NotKeptException.class)
                .hasMessage("This server keeps 1 avatars, as many as it may: try again later.");

        clocks.pass(Duration.ofHours(1));
        archive.keep(avatar(8));
        assertThat(files(folder)).hasSize(1);
    }

    @Test
    void refusesWhatIsTooLarge() throws Exception {
        AvatarArchive archive = archive(folder, 2, avatar(8).bytes());

        archive.keep(avatar(8));

        assertThatThrownBy(() -> archive.keep(avatar(9)))
                .hasMessage("The avatar has %d bytes, and this server keeps those of up to %d."
                        .formatted(avatar(9).bytes(), avatar(8).bytes()));
    }

    @Test
    void leavesNothingOfWhatCannotBeWritten() throws Exception {
        AvatarArchive archive = archive(folder, 2, 1000);
        SavedAvatar unwritable = avatar(new StoredTensor(Precision.F16, new long[] {1}, new float[] {1e9f}));

        assertThatThrownBy(() -> archive.keep(unwritable)).isInstanceOf(IOException.class);

        assertThat(files(folder)).isEmpty();
    }

    @Test
    void sweepsWhatIsDamagedOrWasCutShortAndNoFileOfOthers() throws Exception {
        AvatarArchive archive = archive(folder, 9, 1000);
        AvatarId whole = archive.keep(avatar(8)).id();
        String name = AvatarId.random().text() + ".avatar";
        Files.writeString(folder.resolve(name), "damaged");
        byte[] noJson = ByteBuffer.allocate(16)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(8)
                .put("no json!".getBytes(UTF_8))
                .array();
        Files.write(folder.resolve(AvatarId.random().text() + ".avatar"), noJson);
        Files.writeString(folder.resolve("." + name + ".part"), "cut short");
        Path foreign = Files.writeString(folder.resolve("notes.txt"), "mine");

        assertThat(archive.sweep()).isEqualTo(3);

        assertThat(files(folder)).containsExactlyInAnyOrder(foreign, folder.resolve(whole.text() + ".avatar"));
    }

    @Test
    void leavesWhatNeverExpires() throws Exception {
        AvatarArchive archive = archive(folder, 9, 1000);
        Path put = folder.resolve(AvatarId.random().text() + ".avatar");
        AvatarFile.write(put, avatar(8), NOW, Optional.empty());

        clocks.pass(Duration.ofDays(1000));
        assertThat(archive.sweep()).isZero();

        assertThat(put).exists();
    }

    @Test
    void leavesWhatCannotBeReadNow() throws Exception {
        AvatarArchive archive = archive(folder, 9, 1000);
        Path kept = folder.resolve(archive.keep(avatar(8)).id().text() + ".avatar");
        Files.setPosixFilePermissions(kept, PosixFilePermissions.fromString("---------"));
        assumeFalse(Files.isReadable(kept), "This user may read everything.");

        assertThat(archive.sweep()).isZero();

        assertThat(kept).exists();
    }

    @Property(tries = 100)
    void keepsAnAvatarUntilItExpiresAndNoLonger(@ForAll @IntRange(min = -7200, max = 7200) int seconds)
            throws Exception {
        Path own = Files.createTempDirectory("archive");
        AvatarArchive archive = archive(own, 2, 1000);
        AvatarId id = archive.keep(avatar(2)).id();

        clocks.pass(Duration.ofSeconds(Math.max(0, seconds)));
        clocks.set(Duration.ofSeconds(Math.min(0, seconds)));
        archive.sweep();

        assertThat(archive.facts(id).isPresent()).isEqualTo(seconds < 3600);
        archive.delete(id);
        Files.delete(own);
    }

    @Property(tries = 500)
    void noTextButAnIdNamesAFile(@ForAll @StringLength(max = 80) String text) {
        assertThat(AvatarId.parse(text)).isEmpty();
    }

    @Test
    void hostileTextsAreNoIds() {
        String good = AvatarId.random().text();

        for (String text : List.of(
                "../" + good.substring(3),
                good + "/",
                good + "\n",
                "..",
                ".",
                "",
                good.substring(1) + "/",
                good.substring(1) + "\0",
                good + good,
                good.substring(1) + "é")) {
            assertThat(AvatarId.parse(text)).as(text).isEmpty();
        }
        assertThat(AvatarId.parse(good)).isEqualTo(Optional.of(new AvatarId(good)));
        assertThat(new AvatarId(good).toString()).doesNotContain(good);
    }

    @Test
    void saysWhichFolderCannotBeUsed() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "");

        assertThatThrownBy(() -> AvatarArchive.prepare(file.resolve("below")))
                .isInstanceOf(IOException.class)
                .hasMessage("The folder of kept avatars, %s, cannot be made: choose another."
                        .formatted(file.resolve("below")));
    }

    private AvatarArchive archive(Path folder, int most, long maxBytes) {
        return new AvatarArchive(
                folder,
                new ArchiveSettings(Optional.of(folder), most, maxBytes, Duration.ofHours(1), Duration.ofMinutes(1)),
                clocks.lifetimes(Duration.ofMinutes(1)));
    }

    private static SavedAvatar avatar(int numbers) {
        float[] values = new float[numbers];
        for (int i = 0; i < numbers; i++) {
            values[i] = i;
        }
        return avatar(StoredTensor.of(values, numbers));
    }

    private static SavedAvatar avatar(StoredTensor planes) {
        AvatarCopy copy = new AvatarCopy("fake 1", Map.of("planes", planes), new Revision(3, Stage.W_PLUS, 21.5, 0.75));
        return new SavedAvatar(copy, "digest", List.of(AlignedHead.grey(2)));
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }
}
