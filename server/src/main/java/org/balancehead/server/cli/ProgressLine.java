package org.balancehead.server.cli;

import java.io.PrintWriter;
import java.time.Duration;

/** One line on the console that says how far long work is and how long it will still take; rewritten in place. */
final class ProgressLine {
    private static final long LEAST_NANOS_BETWEEN = Duration.ofMillis(200).toNanos();

    private final PrintWriter console;
    private final String unit;
    private final long start = System.nanoTime();
    private long shown = start - LEAST_NANOS_BETWEEN;

    ProgressLine(PrintWriter console, String unit) {
        this.console = console;
        this.unit = unit;
    }

    /** Shows that {@code done} of {@code total} are made; ends the line at the last. */
    void show(int done, int total) {
        long now = System.nanoTime();
        if (done < total && now - shown < LEAST_NANOS_BETWEEN) {
            return;
        }
        shown = now;
        double seconds = (now - start) / 1e9;
        double left = seconds / done * (total - done);
        console.printf("\r%d/%d %s, %.2f s each, %s left  ", done, total, unit, seconds / done, clock((long) left));
        if (done == total) {
            console.println();
        }
        console.flush();
    }

    private static String clock(long seconds) {
        return "%d:%02d:%02d".formatted(seconds / 3600, seconds / 60 % 60, seconds % 60);
    }
}
