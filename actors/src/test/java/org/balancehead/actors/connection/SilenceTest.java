package org.balancehead.actors.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SilenceTest {
    private static final long SECOND = 1_000_000_000L;

    private final Silence silence = new Silence(Duration.ofSeconds(30), 0);

    @Test
    void lastsFromTheLastWord() {
        silence.end(20 * SECOND);

        assertThat(silence.left(45 * SECOND)).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void hasLastedTooLongFromItsBoundOn() {
        assertThat(silence.left(30 * SECOND)).isZero();
        assertThat(silence.left(40 * SECOND)).isZero();
    }
}
