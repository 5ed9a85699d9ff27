package org.balancehead.server.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.balancehead.model.checkpoint.CheckpointException;
import org.balancehead.model.dataset.UnusableDatasetException;
import org.balancehead.model.training.CheckpointEvaluation;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code evaluate}: how well a checkpoint shows unseen identities from all around, from their frontal picture alone.
 */
@Command(
        name = "evaluate",
        mixinStandardHelpOptions = true,
        description = "Measures a checkpoint on identities it was not trained on: PSNR by yaw and resolution.")
public final class EvaluateCommand implements Callable<Integer> {
    @Mixin
    private CheckpointOption checkpoint;

    @Option(names = "--data", required = true, paramLabel = "DIR", description = "A dataset of held-out identities.")
    private Path data;

    @Option(names = "--identities", defaultValue = "32", description = "How many (default ${DEFAULT-VALUE}).")
    private int identities;

    @Option(names = "--json", paramLabel = "FILE", description = "Where to write the figures, too.")
    private @Nullable Path json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if (identities < 1) {
            throw new BadInputException("--identities %d are too few: give 1 or more.".formatted(identities));
        }
        Map<String, Double> figures = figures();
        PrintWriter out = spec.commandLine().getOut();
        figures.forEach((name, value) -> out.println("%-24s %6.2f dB".formatted(name, value)));
        out.flush();
        if (json != null) {
            new JsonFile(json).write(figures);
        }
        return 0;
    }

    private Map<String, Double> figures() throws IOException {
        Path folder = checkpoint.folder();
        try {
            return CheckpointEvaluation.figures(folder, data, identities);
        } catch (CheckpointException | UnusableDatasetException e) {
            throw new BadInputException(String.valueOf(e.getMessage()), e);
        }
    }
}
