package org.balancehead.server.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.balancehead.model.checkpoint.CheckpointException;
import org.balancehead.model.dataset.UnusableDatasetException;
import org.balancehead.model.image.UnreadableImageException;
import org.balancehead.model.tensor.TensorEngine;
import org.balancehead.model.training.semantic.SemanticOrder;
import org.balancehead.model.training.semantic.SemanticTraining;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code balancehead train-encoder}: the semantic encoder {@code heads}, from what synthetic heads are known to be. */
@Command(
        name = "train-encoder",
        mixinStandardHelpOptions = true,
        description = {
            "Trains the semantic encoder 'heads' on a synthetic dataset, from the frontal pictures and what is known of",
            "each head; 'dataset retrieval --encoder heads --weights FILE' then says how good it is."
        })
public final class TrainEncoderCommand implements Callable<Integer> {
    @Option(names = "--data", required = true, paramLabel = "DIR", description = "What to train on.")
    private Path data;

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "The weights, as safetensors.")
    private Path out;

    @Option(names = "--seed", defaultValue = "1", description = "Of weights and batches (default ${DEFAULT-VALUE}).")
    private long seed;

    @Option(names = "--steps", defaultValue = "2000", description = "At most so many (default ${DEFAULT-VALUE}).")
    private int steps;

    @Option(
            names = "--minutes",
            defaultValue = "60",
            description = "Ends after so long, with what was learnt till then (default ${DEFAULT-VALUE}).")
    private double minutes;

    @Option(names = "--batch", defaultValue = "64", description = "Heads a step (default ${DEFAULT-VALUE}).")
    private int batch;

    @Option(names = "--threads", defaultValue = "1", description = "CPU threads (default ${DEFAULT-VALUE}).")
    private int threads;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if (threads < 1) {
            throw new BadInputException("--threads %d is out of range: give 1 or more.".formatted(threads));
        }
        TensorEngine.useThreads(threads);
        long start = System.nanoTime();
        try (TensorEngine engine = TensorEngine.onCpu();
                SemanticTraining training = begin(engine, line -> print(start, line))) {
            training.train();
            training.write(out);
        } catch (CheckpointException unwritable) {
            throw new BadInputException(String.valueOf(unwritable.getMessage()), unwritable);
        }
        spec.commandLine().getOut().printf("The encoder's weights are in %s.%n", out);
        return 0;
    }

    private SemanticTraining begin(TensorEngine engine, Consumer<String> log) throws IOException {
        try {
            Duration limit = Duration.ofMillis((long) (minutes * 60_000));
            return new SemanticTraining(engine, data, new SemanticOrder(seed, steps, limit, batch), log);
        } catch (IllegalArgumentException | UnusableDatasetException | UnreadableImageException unusable) {
            throw new BadInputException(String.valueOf(unusable.getMessage()), unusable);
        }
    }

    private void print(long start, String line) {
        spec.commandLine().getErr().println("%7.1f s  %s".formatted((System.nanoTime() - start) / 1e9, line));
        spec.commandLine().getErr().flush();
    }
}
