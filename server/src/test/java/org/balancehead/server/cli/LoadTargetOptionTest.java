package org.balancehead.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.balancehead.server.config.ServerConfig;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoadTargetOptionTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 20, 10_000})
    void hasRoomForAllVisitorsThatMayBeAskedFor(int visitors) {
        ServerConfig settings = new LoadTargetOption().settings(visitors);

        assertThat(settings.sessions().maxSessions()).isGreaterThanOrEqualTo(visitors);
        assertThat(settings.sessions().admission().maxPerAddress()).isGreaterThanOrEqualTo(visitors);
        assertThat(settings.sessions().admission().sessionsPerMinute()).isGreaterThanOrEqualTo(visitors);
    }
}
