package org.balancehead.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class BalanceHeadCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final CommandLine command = BalanceHeadCommand.commandLine()
            .addSubcommand(new Broken())
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err));

    @Test
    void printsItsVersion() {
        int code = command.execute("--version");

        assertThat(code).isZero();
        assertThat(out.toString()).startsWith("BalanceHead ");
    }

    @Test
    void refusesAnUnknownOptionInOneSentence() {
        int code = command.execute("--no-such-option");

        assertThat(code).isEqualTo(2);
        assertThat(err.toString())
                .startsWith("Unknown option: '--no-such-option'")
                .doesNotContain("\tat ");
    }

    @Test
    void asksForACommandWhenThereIsNone() {
        int code = command.execute();

        assertThat(code).isEqualTo(2);
        assertThat(err.toString()).startsWith("Say which command to run.");
    }

    @Test
    void badInputExitsWithTwoAndItsSentenceOnly() {
        int code = command.execute("broken");

        assertThat(code).isEqualTo(2);
        assertThat(err.toString().strip()).isEqualTo("x.jpg is empty: give another file.");
    }

    @CommandLine.Command(name = "broken")
    static final class Broken implements Runnable {
        @Override
        public void run() {
            throw new BadInputException("x.jpg is empty: give another file.");
        }
    }
}
