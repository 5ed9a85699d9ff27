package org.balancehead.server.cli;

import java.io.PrintWriter;
import java.util.function.Consumer;
import org.balancehead.server.load.LoadPlan;
import org.balancehead.server.load.LoadProgress;

/** Shows how far a load is: a line that is rewritten where a person watches, else a line now and then. */
final class LoadConsole implements Consumer<LoadProgress> {
    private static final int SECONDS_BETWEEN_LINES = 10;

    private final PrintWriter console;
    private final boolean watched;
    private final LoadPlan plan;

    /** @param watched whether the console is a terminal, where a line can be rewritten */
    LoadConsole(PrintWriter console, boolean watched, LoadPlan plan) {
        this.console = console;
        this.watched = watched;
        this.plan = plan;
    }

    @Override
    public void accept(LoadProgress progress) {
        boolean end = progress.seconds() == plan.seconds();
        String line = "%d of %d s: %d of %d sessions see views, %d views so far"
                .formatted(progress.seconds(), plan.seconds(), progress.seeing(), plan.sessions(), progress.views());
        if (watched) {
            console.print("\r" + line + "  " + (end ? System.lineSeparator() : ""));
        } else if (end || progress.seconds() % SECONDS_BETWEEN_LINES == 0) {
            console.println(line);
        }
        console.flush();
    }
}
