package org.balancehead.server.cli;

import java.io.PrintWriter;
import org.balancehead.model.evaluation.EvaluationProgress;
import org.jspecify.annotations.Nullable;

/** One progress line for each kind of thing that an evaluation counts. */
final class EvaluationProgressLine implements EvaluationProgress {
    private final PrintWriter console;
    private @Nullable String unit;
    private ProgressLine line;

    EvaluationProgressLine(PrintWriter console) {
        this.console = console;
        line = new ProgressLine(console, "");
    }

    @Override
    public void show(String counted, int done, int total) {
        if (!counted.equals(unit)) {
            unit = counted;
            line = new ProgressLine(console, counted);
        }
        line.show(done, total);
        if (done == total) {
            unit = null;
        }
    }
}
