package org.balancehead.server.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Optional;
import org.balancehead.server.config.HttpConfig;
import org.balancehead.server.config.InvalidConfigException;
import org.balancehead.server.config.ServerConfig;
import org.junit.jupiter.api.Test;

class AdminTokenTest {
    private static final String SECRET = "0123456789abcdef";

    @Test
    void allowsItselfAlone() {
        AdminToken token = AdminToken.of(Optional.of(SECRET), port("127.0.0.1"));

        assertThat(token.wanted()).isTrue();
        assertThat(token.allows(SECRET)).isTrue();
        assertThat(token.allows(SECRET + "0")).isFalse();
        assertThat(token.allows("")).isFalse();
    }

    @Test
    void mayBeMissingWhereOnlyThisMachineCanAsk() {
        assertThat(AdminToken.of(Optional.empty(), port("localhost")).wanted()).isFalse();
    }

    @Test
    void mustNotBeMissingWhereOthersCanAsk() {
        HttpConfig open = port("0.0.0.0");

        assertThatThrownBy(() -> AdminToken.of(Optional.empty(), open))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessage("The admin port would be open to others at 0.0.0.0: set a token in"
                        + " BALANCEHEAD_ADMIN_TOKEN, or leave balancehead.admin.interface at 127.0.0.1.");
    }

    @Test
    void mustNotBeShort() {
        HttpConfig here = port("127.0.0.1");

        assertThatThrownBy(() -> AdminToken.of(Optional.of("short"), here))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining("fewer than 16 characters");
    }

    private static HttpConfig port(String host) {
        return ServerConfig.load(Map.of("balancehead.admin.interface", host), Optional.empty())
                .admin()
                .http();
    }
}
