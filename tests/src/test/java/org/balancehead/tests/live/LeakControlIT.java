package org.balancehead.tests.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.balancehead.actors.fakes.FakeHeadModel;
import org.junit.jupiter.api.Test;

/** The soak's measure would notice: a server that keeps something of each visit is told from one that does not. */
class LeakControlIT {
    /** What a visit may leave behind in the measure, in bytes; what a session holds is a thousand times that. */
    static final double BOUND_A_VISIT = 16 << 10;

    private static final int LEAKED = 64 << 10;
    private static final Duration DURATION = Duration.ofSeconds(9);

    @Test
    void noticesALeakOfAFewKilobytesAVisit() throws IOException {
        List<byte[]> leaked = new CopyOnWriteArrayList<>();
        FakeHeadModel leaking = new FakeHeadModel(call -> {
            if (call.equals("invert")) {
                leaked.add(new byte[LEAKED]);
            }
        });
        Soak soak = new Soak();

        soak.run(leaking, DURATION);

        System.out.println("planted leak: " + soak.report());
        assertThat(leaked).hasSizeGreaterThan(20);
        assertThat(soak.heapPerVisit()).isGreaterThan(BOUND_A_VISIT);
    }
}
