package org.balancehead.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.balancehead.model.checkpoint.StoredTensor;
import org.balancehead.model.face.AlignedHead;
import org.balancehead.model.inversion.AvatarCopy;
import org.balancehead.model.inversion.AvatarFile;
import org.balancehead.model.inversion.Revision;
import org.balancehead.model.inversion.SavedAvatar;
import org.balancehead.model.inversion.Stage;
import org.balancehead.server.reconstruction.ThreeRevisionsModel;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RenderCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    private Path file;
    private Path result;

    @BeforeEach
    void place() {
        file = folder.resolve("head.avatar");
        result = folder.resolve("out");
    }

    @Test
    void showsASavedHeadFromAllSides() throws IOException {
        write("digest");

        assertThat(run()).isZero();

        assertThat(out.toString())
                .isEqualTo(
                        "%s shows the head: open %s/orbit.mp4 or %s/contact.png.%n".formatted(result, result, result));
        for (String name : List.of("input.png", "mask.png", "front.png", "contact.png", "orbit.mp4", "views")) {
            assertThat(result.resolve(name)).exists();
        }
        assertThat(run()).as("an earlier result is replaced").isZero();
    }

    @Test
    void refusesAHeadOfAnotherCheckpoint() throws IOException {
        write("another");

        assertThat(run()).isEqualTo(2);

        assertThat(err.toString().strip())
                .isEqualTo(
                        file + " was made by a checkpoint 'fake 7' of other files than those of 'fake 7': give that one"
                                + " with --checkpoint.");
        assertThat(result).doesNotExist();
    }

    @Test
    void refusesWhatIsNoAvatar() throws IOException {
        Files.writeString(file, "Dear reader, this is a letter.");

        assertThat(run()).isEqualTo(2);

        assertThat(err.toString().strip())
                .isEqualTo(file + " is no avatar, or damaged: give one that reconstruct wrote.");
    }

    @Test
    void refusesWhatIsNotThere() {
        assertThat(run()).isEqualTo(2);

        assertThat(err.toString().strip())
                .isEqualTo(file + " is not there or cannot be read: give the file of an avatar.");
    }

    private void write(String digest) throws IOException {
        AvatarCopy copy = new AvatarCopy(
                "fake 7", Map.of("w", StoredTensor.of(new float[] {1}, 1)), new Revision(3, Stage.TUNING, 21.5, 0.75));
        SavedAvatar saved = new SavedAvatar(copy, digest, List.of(AlignedHead.grey(8)));
        AvatarFile.write(file, saved, Instant.EPOCH, Optional.empty());
    }

    private int run() {
        return BalanceHeadCommand.commandLine()
                .addSubcommand("tried", new RenderCommand((checkpoint, device) -> new ThreeRevisionsModel()))
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute("tried", file.toString(), "--out", result.toString(), "--checkpoint", folder.toString());
    }
}
