package org.balancehead.server.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import org.balancehead.actors.training.RunWatcher;
import org.junit.jupiter.api.Test;

class RunConsoleTest {
    private final StringWriter text = new StringWriter();

    @Test
    void showsHowFarItIsAndTheNewestFigures() {
        RunConsole console = new RunConsole(new PrintWriter(text), true);

        console.stepped(new RunWatcher.Progress(50, 100, 8, Map.of("opacity", 0.25, "colour", 0.5), 4));

        assertThat(text).hasToString("\r[##########..........] step 50/100, colour 0.5000, opacity 0.2500, 4 ahead");
    }

    @Test
    void putsWordsInThePlaceOfTheProgressLine() {
        RunConsole console = new RunConsole(new PrintWriter(text), true);
        console.preparing(0.5);

        console.say("Here.");

        assertThat(text.toString().lines().toList()).last().asString().matches("0:00:00  Here\\. +");
        assertThat(text.toString()).startsWith("\r[##########..........] preparing  50 %\r0:00:00  Here.");
    }

    @Test
    void writesWholeLinesWhereNobodyWatches() {
        RunConsole console = new RunConsole(new PrintWriter(text), false);

        console.stepped(new RunWatcher.Progress(1, 10, 8, Map.of(), 0));
        console.stepped(new RunWatcher.Progress(2, 10, 8, Map.of(), 0));
        console.say("Here.");
        console.stepped(new RunWatcher.Progress(10, 10, 8, Map.of(), 0));

        assertThat(text.toString().lines())
                .hasSize(3)
                .anySatisfy(line -> assertThat(line).startsWith("[##..................] step 1/10"))
                .anySatisfy(line -> assertThat(line).endsWith("  Here."))
                .anySatisfy(line -> assertThat(line).startsWith("[####################] step 10/10, "));
    }
}
