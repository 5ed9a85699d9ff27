package org.balancehead.server.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.balancehead.model.checkpoint.Checkpoint;
import org.balancehead.model.checkpoint.CheckpointException;
import org.balancehead.model.condition.ConditionKind;
import org.balancehead.model.dataset.UnusableDatasetException;
import org.balancehead.model.tensor.TensorEngine;
import org.balancehead.model.training.LossCurves;
import org.balancehead.model.training.RunFolder;
import org.balancehead.model.training.Training;
import org.balancehead.model.training.TrainingOrder;
import org.balancehead.model.training.Trainings;
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
    private static final int CURVE = 100;

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
        TensorEngine.useThreads(threads);
        try (TensorEngine engine = TensorEngine.onCpu();
                Training<?> training = open(engine)) {
            train(training, new RunFolder(out));
        }
        return 0;
    }

    private <B> void train(Training<B> training, RunFolder run) throws IOException {
        long start = System.nanoTime();
        LossCurves curves = new LossCurves(out);
        curves.keepUpTo(training.step());
        training.prepare(share -> print(start, "preparing %.0f %%".formatted(share * 100)));
        while (training.step() < steps) {
            Map<String, Double> terms = training.take(training.draw(training.step()));
            int step = training.step();
            if (step % CURVE == 0) {
                print(start, "step %d/%d: %s".formatted(step, steps, terms));
                curves.add(step, terms);
            }
            if (step % every == 0 || step == steps) {
                training.save(run.state(step));
                run.forgetStates(step);
                training.drawSamples(run.samples(step));
                curves.add(step, training.figures());
                curves.plot();
            }
        }
        training.publish(out.resolve(name), name, version);
    }

    private static void refuseBelow(int least, String option, int given) {
        if (given < least) {
            throw new BadInputException("%s %d is out of range: give %d or more.".formatted(option, given, least));
        }
    }

    private Training<?> open(TensorEngine engine) throws IOException {
        try {
            TrainingOrder order = new TrainingOrder(
                    preset, seed, steps, OptionalInt.empty(), ConditionKind.SEMANTIC, true, "faceres", data, held);
            Optional<Checkpoint> state = Files.exists(out) ? new RunFolder(out).latest() : Optional.empty();
            return Trainings.open(engine, order, state);
        } catch (IllegalArgumentException | UnusableDatasetException | CheckpointException unusable) {
            throw new BadInputException(String.valueOf(unusable.getMessage()), unusable);
        }
    }

    private void print(long start, String line) {
        spec.commandLine().getErr().println("%7.1f s  %s".formatted((System.nanoTime() - start) / 1e9, line));
        spec.commandLine().getErr().flush();
    }
}
