package org.balancehead.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class ProgressLineTest {
    private final StringWriter console = new StringWriter();

    @Test
    void isRewrittenInPlaceWhereAPersonWatches() {
        ProgressLine line = new ProgressLine(new PrintWriter(console), true, "heads");

        line.show(1, 3);
        line.show(3, 3);

        assertThat(console.toString())
                .matches("\\r1/3 heads, \\d+\\.\\d\\d s each, 0:00:00 left {2}\\r3/3 heads, .*\\R");
    }

    @Test
    void saysOnlyTheLastWhereNobodyWatchesQuickWork() {
        ProgressLine line = new ProgressLine(new PrintWriter(console), false, "heads");

        line.show(1, 3);
        line.show(2, 3);
        line.show(3, 3);

        assertThat(console.toString()).matches("3/3 heads, \\d+\\.\\d\\d s each, 0:00:00 left\\R");
    }
}
