package org.balancehead.tests.parity;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.BeforeProperty;
import org.balancehead.model.checkpoint.Damage;
import org.balancehead.model.checkpoint.GuardedReading;
import org.balancehead.model.checkpoint.pickle.WholeSnapshot;

/** A snapshot in the layout of the reference projects that was damaged is read or refused. */
class DamagedReferenceSnapshotTest {
    private byte[] whole = {};

    @BeforeProperty
    void unpack() throws IOException {
        String name = "/parity/eg3d/small.pkl.gz";
        try (InputStream packed =
                        Objects.requireNonNull(DamagedReferenceSnapshotTest.class.getResourceAsStream(name), name);
                InputStream in = new GZIPInputStream(packed)) {
            whole = in.readAllBytes();
        }
    }

    @Property(tries = 600)
    void damagedSnapshotsAreReadOrRefusedButNeverBreakTheReader(@ForAll long seed) throws IOException {
        GuardedReading.assertReadOrRefused(new Damage(seed).of(whole), WholeSnapshot::read);
    }

    @Property(tries = 1)
    void theUndamagedSnapshotIsRead() throws IOException {
        assertThat(GuardedReading.assertReadOrRefused(whole, WholeSnapshot::read))
                .isTrue();
    }
}
