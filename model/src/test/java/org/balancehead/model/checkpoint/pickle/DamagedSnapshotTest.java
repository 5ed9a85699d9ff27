package org.balancehead.model.checkpoint.pickle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterProperty;
import net.jqwik.api.lifecycle.BeforeProperty;
import org.balancehead.model.checkpoint.Damage;
import org.balancehead.model.checkpoint.GuardedReading;

class DamagedSnapshotTest {
    private static final byte[] WHOLE = Samples.complete();

    private Path scratch = Path.of("none");

    @BeforeProperty
    void makeTheScratchFile() throws IOException {
        scratch = Files.createTempFile("balancehead", ".pkl");
    }

    @AfterProperty
    void removeTheScratchFile() throws IOException {
        Files.delete(scratch);
    }

    @Property(tries = 4000)
    void damagedSnapshotsAreReadOrRefusedButNeverBreakTheReader(@ForAll long seed) throws IOException {
        byte[] damaged = new Damage(seed).of(WHOLE);
        Files.write(scratch, damaged);

        GuardedReading.succeeds(damaged.length, () -> WholeSnapshot.read(scratch));
    }

    @Property(tries = 1)
    void theUndamagedSnapshotIsRead() throws IOException {
        Files.write(scratch, WHOLE);

        assertThat(GuardedReading.succeeds(WHOLE.length, () -> WholeSnapshot.read(scratch)))
                .isTrue();
    }
}
