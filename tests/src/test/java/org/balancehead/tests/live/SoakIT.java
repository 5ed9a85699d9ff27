package org.balancehead.tests.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.balancehead.actors.fakes.FakeHeadModel;
import org.junit.jupiter.api.Test;

/**
 * A server that visitors come to and go from stays as large as it is. {@code -Dsoak=180} (seconds) is the long form.
 */
class SoakIT {
    private static final Duration DURATION = Duration.ofSeconds(Integer.getInteger("soak", 18));

    @Test
    void keepsNothingOfThoseWhoCameAndWent() throws IOException {
        Soak soak = new Soak();

        soak.run(new FakeHeadModel(), DURATION);

        System.out.println("soak: " + soak.report());
        assertThat(soak.visits()).isGreaterThan(20);
        assertThat(soak.heapPerVisit()).isLessThan(LeakControlIT.BOUND_A_VISIT);
        assertThat(soak.residentGrowth()).isLessThan(50L << 20);
    }
}
