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

class LoadCommandTest {
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    @Test
    void refusesWhatIsOutOfRange() {
        assertThat(load("--sessions", "0")).isEqualTo(2);
        assertThat(err.toString()).startsWith("--sessions 0 is out of range: give 1 to 10000.");
    }

    @Test
    void refusesALoadOfWhomNobodyBehaves() {
        assertThat(load("--sessions", "4,2", "--slow", "1", "--vanish", "1")).isEqualTo(2);
        assertThat(err.toString())
                .startsWith("--slow 1 and --vanish 1 leave none of --sessions 2 who behaves: give fewer.");
    }

    @Test
    void refusesAModeThatThereIsNot() {
        assertThat(load("--mode", "upside-down")).isEqualTo(2);
        assertThat(err.toString()).startsWith("mode must be one of orbit, mirror, fixed, camera, not \"upside-down\".");
    }

    @Test
    void refusesAnAddressThatIsNoSocket() {
        assertThat(load("--url", "http://localhost:8080")).isEqualTo(2);
        assertThat(err.toString())
                .startsWith("--url http://localhost:8080 is no socket's address: give one such as ws://")
                .hasLineCount(1);
    }

    @Test
    void refusesAFileThatIsNoEarlierRun() throws IOException {
        Path bench = Files.writeString(folder.resolve("bench.json"), "{\"machine\":3}");

        assertThat(load("--against", bench.toString())).isEqualTo(2);
        assertThat(err.toString())
                .startsWith(bench + " is no report of a load: give a file that 'load --json' wrote.")
                .hasLineCount(1);
    }

    @Test
    void refusesAClipThatThereIsNot() {
        assertThat(load("--clip", folder.resolve("lost.mp4").toString())).isEqualTo(2);
        assertThat(err.toString())
                .contains("lost.mp4 does not exist: check the path.")
                .hasLineCount(1);
    }

    private int load(String... options) {
        return BalanceHeadCommand.commandLine()
                .setErr(new PrintWriter(err))
                .execute(
                        Stream.concat(Stream.of("load"), Arrays.stream(options)).toArray(String[]::new));
    }
}
