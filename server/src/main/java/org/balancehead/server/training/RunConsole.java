package org.balancehead.server.training;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;
import org.balancehead.actors.training.RunWatcher;

/**
 * Shows a run on a console: a progress line, rewritten in place where a person watches, else a line now and then; and
 * above it, what happened.
 */
public final class RunConsole implements RunWatcher {
    private static final long TERMINAL_NANOS = Duration.ofMillis(250).toNanos();
    private static final long FILE_NANOS = Duration.ofMinutes(1).toNanos();

    /** Steps over whose time the rate is taken. */
    private static final int RATED = 50;

    private static final int BAR = 20;

    private final PrintWriter console;
    private final boolean terminal;
    private final long begin = System.nanoTime();
    private final Deque<Long> times = new ArrayDeque<>();
    private long shown = begin - FILE_NANOS;
    private int written;

    /** @param terminal whether a person watches */
    public RunConsole(PrintWriter console, boolean terminal) {
        this.console = console;
        this.terminal = terminal;
    }

    @Override
    public synchronized void preparing(double share) {
        if (due(share >= 1)) {
            line("%s preparing %3.0f %%".formatted(bar(share), share * 100));
        }
    }

    @Override
    public synchronized void stepped(Progress progress) {
        times.add(System.nanoTime());
        if (times.size() > RATED) {
            times.remove();
        }
        if (due(progress.step() == progress.steps())) {
            line(words(progress));
        }
    }

    private String words(Progress progress) {
        double seconds = (times.getLast() - times.getFirst()) / 1e9;
        StringBuilder words = new StringBuilder("%s step %d/%d"
                .formatted(bar(progress.step() / (double) progress.steps()), progress.step(), progress.steps()));
        if (seconds > 0) {
            double perStep = seconds / (times.size() - 1);
            long left = (long) (perStep * (progress.steps() - progress.step()));
            words.append(", %.1f images/s, %s left".formatted(progress.pictures() / perStep, clock(left)));
        }
        Map<String, Double> figures = new TreeMap<>(progress.figures());
        figures.forEach((name, value) -> words.append(", %s %.4f".formatted(name, value)));
        return words.append(", %d ahead".formatted(progress.batchesAhead())).toString();
    }

    @Override
    public synchronized void say(String sentence) {
        String stamp = clock((System.nanoTime() - begin) / 1_000_000_000);
        console.println((terminal ? "\r" : "") + padded("%s  %s".formatted(stamp, sentence)));
        console.flush();
        written = 0;
    }

    private boolean due(boolean last) {
        long now = System.nanoTime();
        if (!last && now - shown < (terminal ? TERMINAL_NANOS : FILE_NANOS)) {
            return false;
        }
        shown = now;
        return true;
    }

    private void line(String text) {
        if (terminal) {
            console.print("\r" + padded(text));
            written = text.length();
        } else {
            console.println(text);
        }
        console.flush();
    }

    /** Long enough to cover what the progress line left. */
    private String padded(String text) {
        return text + " ".repeat(Math.max(0, written - text.length()));
    }

    private static String bar(double share) {
        int full = (int) Math.round(Math.max(0, Math.min(1, share)) * BAR);
        return "[" + "#".repeat(full) + ".".repeat(BAR - full) + "]";
    }

    private static String clock(long seconds) {
        return "%d:%02d:%02d".formatted(seconds / 3600, seconds / 60 % 60, seconds % 60);
    }
}
