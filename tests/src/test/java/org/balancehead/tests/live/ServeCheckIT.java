package org.balancehead.tests.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code serve --check}: what an operator asks before a restart, beside the server that runs. */
class ServeCheckIT {
    private static final Path HOME = Path.of(System.getProperty("balancehead.home"));

    @TempDir
    private Path folder;

    @BeforeAll
    static void tellTheLauncherThatAllIsBuilt() throws IOException {
        BuiltLauncher.tellThatAllIsBuilt();
    }

    @Test
    void saysThatItServesAlthoughThePortIsTaken() throws Exception {
        try (ServerSocket running = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Path settings = Files.writeString(
                    folder.resolve("own.conf"), "balancehead.http.port = %d".formatted(running.getLocalPort()));

            assertThat(check(settings, 0)).contains("It serves with these settings: ");
        }
    }

    @Test
    void saysWhatCannotBeServed() throws Exception {
        Path settings = Files.writeString(folder.resolve("own.conf"), "balancehead.checkpoint.name = lost");

        assertThat(check(settings, 2)).startsWith("There is no checkpoint 'lost' in ");
    }

    private String check(Path settings, int exitCode) throws Exception {
        Path said = folder.resolve("said");
        Process server = new ProcessBuilder(
                        HOME.resolve("balancehead").toString(), "serve", "--check", "--config", settings.toString())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        try {
            assertThat(server.waitFor(Patience.LONG.toSeconds(), TimeUnit.SECONDS))
                    .isTrue();
        } finally {
            server.destroyForcibly();
        }
        String text = Files.readString(said);
        assertThat(server.exitValue()).as(text).isEqualTo(exitCode);
        return text;
    }
}
