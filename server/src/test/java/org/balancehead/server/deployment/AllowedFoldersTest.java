package org.balancehead.server.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.balancehead.actors.deployment.Refusal;
import org.balancehead.actors.deployment.RefusedCheckpointException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AllowedFoldersTest {
    @TempDir
    private Path home;

    private Path checkpoints;
    private Path outside;
    private AllowedFolders allowed;

    @BeforeEach
    void fill() throws IOException {
        checkpoints = Files.createDirectory(home.resolve("checkpoints"));
        Files.createDirectory(checkpoints.resolve("good"));
        outside = Files.createDirectories(home.resolve("elsewhere/other"));
        allowed = new AllowedFolders(List.of(checkpoints));
    }

    @Test
    void findsWhatLiesBelow() throws IOException {
        Path good = checkpoints.resolve("good").toRealPath();

        assertThat(allowed.resolve(checkpoints.resolve("good"))).isEqualTo(good);
        assertThat(allowed.resolve(Path.of("good"))).isEqualTo(good);
    }

    @Test
    void takesFurtherFoldersWhenTold() throws IOException {
        AllowedFolders both = new AllowedFolders(List.of(checkpoints, outside.getParent()));

        assertThat(both.resolve(outside)).isEqualTo(outside.toRealPath());
    }

    @Test
    void refusesWhatLiesElsewhereHoweverItIsNamed() {
        assertForbidden(outside);
        assertForbidden(checkpoints.resolve("../elsewhere/other"));
        assertForbidden(Path.of("../elsewhere/other"));
        assertForbidden(checkpoints);
        assertForbidden(Path.of("/nowhere/at/all"));
    }

    @Test
    void refusesALinkThatLeadsOut() throws IOException {
        Path link = Files.createSymbolicLink(checkpoints.resolve("link"), outside);

        assertForbidden(link);
    }

    @Test
    void saysThatNothingIsThere() {
        assertThatThrownBy(() -> allowed.resolve(Path.of("lost")))
                .isInstanceOfSatisfying(
                        RefusedCheckpointException.class,
                        refused -> assertThat(refused.why()).isEqualTo(Refusal.BAD_CHECKPOINT))
                .hasMessage("There is no checkpoint folder %s.".formatted(checkpoints.resolve("lost")));
    }

    private void assertForbidden(Path folder) {
        assertThatThrownBy(() -> allowed.resolve(folder))
                .isInstanceOfSatisfying(
                        RefusedCheckpointException.class,
                        refused -> assertThat(refused.why()).isEqualTo(Refusal.FORBIDDEN_FOLDER));
    }
}
