package org.balancehead.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServeCommandTest {
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    @Test
    void saysThatThereIsNoCheckpoint() throws IOException {
        int code = serve("--config", settings("").toString(), "--checkpoint", "lost");

        assertThat(code).isEqualTo(2);
        assertThat(err.toString())
                .startsWith("There is no checkpoint 'lost' in ")
                .hasLineCount(1);
    }

    @Test
    void refusesASettingThatIsNone() throws IOException {
        int code = serve("--config", settings("http.prot = 1").toString());

        assertThat(code).isEqualTo(2);
        assertThat(err.toString())
                .startsWith("The setting balancehead.http.prot ")
                .hasLineCount(1);
    }

    @Test
    void refusesAnOptionOutOfRange() throws IOException {
        int code = serve("--config", settings("").toString(), "--sessions", "0");

        assertThat(code).isEqualTo(2);
        assertThat(err.toString().strip())
                .isEqualTo("The setting balancehead.sessions.max is 0: it must be from 1 to 100000.");
    }

    private int serve(String... options) {
        return BalanceHeadCommand.commandLine()
                .setErr(new PrintWriter(err))
                .execute(Stream.concat(Stream.of("serve"), Arrays.stream(options))
                        .toArray(String[]::new));
    }

    /** A file of settings whose home is an empty folder. */
    private Path settings(String line) throws IOException {
        return Files.writeString(
                folder.resolve("own.conf"), "balancehead { home = \"%s\"\n%s }".formatted(folder, line));
    }
}
