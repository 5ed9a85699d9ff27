package org.balancehead.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.balancehead.server.logging.LogFormat;
import org.junit.jupiter.api.Test;

/** The files with which operators run a server, {@code deploy/}. */
class DeployFilesTest {
    private static final Path DEPLOY = Path.of("..", "deploy");

    @Test
    void theServicesSettingsAreAccepted() {
        ServerConfig config = ServerConfig.load(Map.of(), Optional.of(DEPLOY.resolve("balancehead.conf")));

        assertThat(config.checkpoints()).isEqualTo(Path.of("/var/lib/balancehead/checkpoints"));
        assertThat(config.logs()).isEqualTo(LogFormat.JSON);
        assertThat(config.setsDefault()).isTrue();
    }

    @Test
    void theServiceAndTheContainerAreGivenTheTimeToDrain() throws IOException {
        ServerConfig config = ServerConfig.load(Map.of(), Optional.of(DEPLOY.resolve("balancehead.conf")));
        Duration needed = config.sessions().drainDeadline().plus(config.http().stopDeadline());

        assertThat(seconds("balancehead.service", "TimeoutStopSec=(\\d+)")).isGreaterThan(needed);
        assertThat(seconds("Dockerfile", "--stop-timeout (\\d+)")).isGreaterThan(needed);
    }

    private static Duration seconds(String file, String pattern) throws IOException {
        Matcher found = Pattern.compile(pattern).matcher(Files.readString(DEPLOY.resolve(file)));
        assertThat(found.find()).isTrue();
        return Duration.ofSeconds(Long.parseLong(found.group(1)));
    }
}
