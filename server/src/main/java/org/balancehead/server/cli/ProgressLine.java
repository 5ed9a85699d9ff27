package org.balancehead.server.cli;

import java.io.PrintWriter;
import java.time.Duration;

/**
 * One line on the console that says how far long work is and how long it will still take: rewritten in place where a
 * person watches, a new one every ten seconds elsewhere, as in a log.
 */
final class ProgressLine {
    private static final long WATCHED_NANOS = Duration.ofMillis(200).toNanos();
    private static final long LOGGED_NANOS = Duration.ofSeconds(10).toNanos();

    private final PrintWriter console;
    private final boolean watched;
    private final String unit;
    private final long start = System.nanoTime();
    private long shown;

    ProgressLine(PrintWriter console, String unit) {
        this(console, Terminal.isWatched(), unit);
    }

    /** @param watched whether it is rewritten in place */
    ProgressLine(PrintWriter console, boolean watched, String unit) {
        this.console = console;
        this.watched = watched;
        this.unit = unit;
        shown = watched ? start - WATCHED_NANOS : start;
    }

    /** Shows that {@code done} of {@code total} are made; ends the line at the last. */
    void show(int done, int total) {
        long now = System.nanoTime();
        if (done < total && now - shown < (watched ? WATCHED_NANOS : LOGGED_NANOS)) {
            return;
        }
        shown = now;
        double seconds = (now - start) / 1e9;
        double left = seconds / done * (total - done);
        String line = "%d/%d %s, %.2f s each, %s left".formatted(done, total, unit, seconds / done, clock((long) left));
        console.print(watched ? "\r" + line + "  " : line);
        if (done == total || !watched) {
            console.println();
        }
        console.flush();
    }

    private static String clock(long seconds) {
        return "%d:%02d:%02d".formatted(seconds / 3600, seconds / 60 % 60, seconds % 60);
    }
}
