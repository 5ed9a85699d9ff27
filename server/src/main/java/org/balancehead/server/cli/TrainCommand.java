package org.balancehead.server.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.balancehead.model.dataset.PackedViews;
import org.balancehead.model.dataset.UnusableDatasetException;
import org.balancehead.model.tensor.TensorEngine;
import org.balancehead.model.training.ReconstructionTraining;
import org.balancehead.model.training.TrainingPlan;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code train}: encoder and generator together by multi-view reconstruction of a dataset. */
@Command(
        name = "train",
        mixinStandardHelpOptions = true,
        description = "Trains encoder and generator by multi-view reconstruction, from the closed form on.")
public final class TrainCommand implements Callable<Integer> {
    @Option(names = "--data", required = true, paramLabel = "DIR", description = "What to train on.")
    private Path data;

    @Option(names = "--held", required = true, paramLabel = "DIR", description = "Identities for figures alone.")
    private Path held;

    @Option(names = "--out", required = true, paramLabel = "RUN", description = "The run's folder.")
    private Path out;

    @Option(names = "--preset", defaultValue = "compact", description = "Architecture (default ${DEFAULT-VALUE}).")
    private String preset;

    @Option(names = "--seed", defaultValue = "1", description = "Of weights and batches (default ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--steps",
            defaultValue = "6000",
            description = "Steps of fitting everything by rendering (default ${DEFAULT-VALUE}).")
    private int steps;

    @Option(
            names = "--every",
            defaultValue = "500",
            description = "Steps between states, figures and sheets (default ${DEFAULT-VALUE}).")
    private int every;

    @Option(names = "--threads", defaultValue = "1", description = "CPU threads (default ${DEFAULT-VALUE}).")
    private int threads;

    @Option(names = "--resume", description = "Go on from the run's newest state.")
    private boolean resume;

    @Option(names = "--name", defaultValue = "compact", description = "The model's name (default ${DEFAULT-VALUE}).")
    private String name;

    @Option(names = "--model-version", defaultValue = "1", description = "Its version (default ${DEFAULT-VALUE}).")
    private String version;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if (!resume && Files.exists(out)) {
            throw new BadInputException(
                    "%s exists already: add --resume to go on, or choose another folder.".formatted(out));
        }
        refuseBelow(0, "--steps", steps);
        refuseBelow(1, "--every", every);
        refuseBelow(1, "--threads", threads);
        PackedViews seen = open(data);
        PackedViews unseen = open(held);
        TensorEngine.useThreads(threads);
        try (TensorEngine engine = TensorEngine.onCpu();
                ReconstructionTraining training = begin(engine, seen, unseen)) {
            training.train(every);
            training.finish(out.resolve(name), name, version);
        }
        return 0;
    }

    private static void refuseBelow(int least, String option, int given) {
        if (given < least) {
            throw new BadInputException("%s %d is out of range: give %d or more.".formatted(option, given, least));
        }
    }

    private ReconstructionTraining begin(TensorEngine engine, PackedViews seen, PackedViews unseen) throws IOException {
        long start = System.nanoTime();
        try {
            return new ReconstructionTraining(
                    engine, new TrainingPlan(preset, seed, steps), seen, unseen, out, line -> print(start, line));
        } catch (IllegalArgumentException unusable) { // there is no such preset, or the data do not suit it
            throw new BadInputException(String.valueOf(unusable.getMessage()), unusable);
        }
    }

    private void print(long start, String line) {
        spec.commandLine().getErr().println("%7.1f s  %s".formatted((System.nanoTime() - start) / 1e9, line));
        spec.commandLine().getErr().flush();
    }

    private static PackedViews open(Path folder) throws IOException {
        try {
            return PackedViews.open(folder);
        } catch (UnusableDatasetException e) {
            throw new BadInputException(String.valueOf(e.getMessage()), e);
        }
    }
}
