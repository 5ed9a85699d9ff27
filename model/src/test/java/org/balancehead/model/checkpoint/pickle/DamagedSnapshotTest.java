package org.balancehead.model.checkpoint.pickle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.balancehead.model.checkpoint.Damage;
import org.balancehead.model.checkpoint.GuardedReading;

class DamagedSnapshotTest {
    private static final byte[] WHOLE = Samples.complete();

    @Property(tries = 4000)
    void damagedSnapshotsAreReadOrRefusedButNeverBreakTheReader(@ForAll long seed) throws IOException {
        GuardedReading.assertReadOrRefused(new Damage(seed).of(WHOLE), WholeSnapshot::read);
    }

    @Property(tries = 1)
    void theUndamagedSnapshotIsRead() throws IOException {
        assertThat(GuardedReading.assertReadOrRefused(WHOLE, WholeSnapshot::read))
                .isTrue();
    }
}
