package org.balancehead.server.cli;

import java.io.PrintWriter;
import java.util.Locale;
import org.balancehead.model.inversion.InversionProgress;
import org.balancehead.model.inversion.Revision;
import org.balancehead.server.reconstruction.ReconstructionProgress;

/** Shows a reconstruction's progress: one line that is rewritten where a person watches, and a line a phase for all. */
final class ReconstructionConsole implements ReconstructionProgress, AutoCloseable {
    private static final int LINE = 72;

    private final PrintWriter console;
    private final boolean watched;
    private int frames;
    private String quality = "";

    /** @param watched whether the console is a terminal, where a line can be rewritten */
    ReconstructionConsole(PrintWriter console, boolean watched) {
        this.console = console;
        this.watched = watched;
    }

    @Override
    public void looked(int frames, int of) {
        this.frames = frames;
        rewrite("Looking: picture %d of %d".formatted(frames, of));
    }

    @Override
    public void captured(int views) {
        say(frames == 1 ? "Looked at the picture." : "Looked at %d pictures, took %d.".formatted(frames, views));
    }

    @Override
    public void refined(InversionProgress slice) {
        slice.revised().ifPresent(avatar -> note(avatar.revision()));
        rewrite("Refining: %s %d of %d%s".formatted(slice.stage().wireName(), slice.step(), slice.steps(), quality));
    }

    @Override
    public void rendered(int views, int of) {
        if (views == 1) {
            say("Refined the head%s.".formatted(quality));
        }
        rewrite("Rendering: view %d of %d".formatted(views, of));
        if (views == of) {
            say("Rendered %d views.".formatted(of));
        }
    }

    /** Wipes the line that is being rewritten. */
    @Override
    public void close() {
        rewrite("");
        if (watched) {
            console.print("\r");
            console.flush();
        }
    }

    private void note(Revision revision) {
        quality = String.format(Locale.ROOT, ", %.1f dB, identity %.2f", revision.psnr(), revision.identity());
    }

    private void rewrite(String line) {
        if (watched) {
            console.print("\r" + padded(line));
            console.flush();
        }
    }

    private void say(String line) {
        console.println(watched ? "\r" + padded(line) : line);
        console.flush();
    }

    private static String padded(String line) {
        return line + " ".repeat(Math.max(0, LINE - line.length()));
    }
}
