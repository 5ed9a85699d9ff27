package org.balancehead.tests.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.balancehead.actors.fakes.FakeHeadModel;
import org.balancehead.model.checkpoint.CheckpointRepository;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A server that visitors come to and go from stays as large as it is. {@code -Dsoak=180s} is the long form, {@code 2h}
 * that of a night; with {@code -Dsoak.checkpoint=default} that checkpoint makes the heads, too.
 */
@Tag("memory")
class SoakIT {
    private static final Logger LOG = LoggerFactory.getLogger(SoakIT.class);
    private static final Duration DURATION = SoakLength.of(System.getProperty("soak", "18"));
    private static final long MOST_RESIDENT_GROWTH =
            (DURATION.compareTo(Duration.ofMinutes(30)) < 0 ? 50L : 100L) << 20;

    @Test
    void keepsNothingOfThoseWhoCameAndWent() throws IOException {
        Soak soak = Soak.of(new FakeHeadModel());

        soak.run(DURATION);

        LOG.info("soak: {}", soak.report());
        assertThat(soak.visits()).isGreaterThan(20);
        assertThat(soak.heapPerVisit()).isLessThan(LeakControlIT.BOUND_A_VISIT);
        assertThat(soak.arraysLeft()).isZero();
        assertThat(soak.arraysPerVisit()).isZero();
        assertThat(soak.residentGrowth()).isLessThan(50L << 20);
    }

    @Test
    @EnabledIfSystemProperty(named = "soak.checkpoint", matches = ".+")
    void keepsNoArraysOfTheHeadsThatACheckpointMade() throws IOException {
        Path home = Path.of(System.getProperty("balancehead.home"));
        Path checkpoint =
                CheckpointRepository.of(home.resolve("checkpoints")).resolve(System.getProperty("soak.checkpoint"));
        Soak soak = Soak.of(checkpoint);

        soak.run(DURATION);

        LOG.info("soak of {}: {}", checkpoint.getFileName(), soak.report());
        assertThat(soak.visits()).isGreaterThan(10);
        assertThat(soak.heapPerVisit()).isLessThan(LeakControlIT.BOUND_A_VISIT);
        assertThat(soak.arraysPerVisit()).isLessThan(LeakControlIT.BOUND_OF_ARRAYS_A_VISIT);
        assertThat(soak.residentGrowth()).isLessThan(MOST_RESIDENT_GROWTH);
    }
}
