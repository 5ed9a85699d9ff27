package org.balancehead.server.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.balancehead.actors.training.RunEnd;
import org.balancehead.actors.training.RunPlan;
import org.balancehead.actors.training.TrainingRun;
import org.balancehead.actors.training.Yardstick;
import org.balancehead.model.checkpoint.Checkpoint;
import org.balancehead.model.checkpoint.CheckpointException;
import org.balancehead.model.condition.ConditionKind;
import org.balancehead.model.dataset.UnusableDatasetException;
import org.balancehead.model.tensor.TensorEngine;
import org.balancehead.model.training.RunFolder;
import org.balancehead.model.training.RunLock;
import org.balancehead.model.training.Training;
import org.balancehead.model.training.TrainingOrder;
import org.balancehead.model.training.Trainings;
import org.balancehead.server.admin.AdminToken;
import org.balancehead.server.config.InvalidConfigException;
import org.balancehead.server.config.ServerConfig;
import org.balancehead.server.training.AdminSink;
import org.balancehead.server.training.HeldOutJudge;
import org.balancehead.server.training.RunConsole;
import org.balancehead.server.training.TrainingSystem;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code train}: a generator, on a dataset, until its steps are taken, its time is up, or it is stopped. */
@Command(
        name = "train",
        mixinStandardHelpOptions = true,
        description = {
            "Trains a generator on a dataset of heads. The run's folder holds states to go on from, curves, sheets of",
            "samples and the checkpoint; Ctrl-C saves the state and ends, --resume goes on as if there had been no stop."
        })
public final class TrainCommand implements Callable<Integer> {
    /** What {@code --vicico} takes. */
    private enum Switch {
        ON,
        OFF
    }

    @Option(names = "--data", required = true, paramLabel = "DIR", description = "What to train on.")
    private Path data;

    @Option(names = "--held", required = true, paramLabel = "DIR", description = "Identities for figures alone.")
    private Path held;

    @Option(names = "--out", required = true, paramLabel = "RUN", description = "The run's folder.")
    private Path out;

    @Option(names = "--resume", description = "Go on from the run's newest state.")
    private boolean resume;

    @Option(
            names = "--preset",
            paramLabel = "NAME",
            defaultValue = "compact",
            description = "Architecture (default ${DEFAULT-VALUE}).")
    private String preset;

    @Option(
            names = "--steps",
            paramLabel = "N",
            defaultValue = "6000",
            description = "Steps to take in all; the learning rates sink towards the last (default ${DEFAULT-VALUE}).")
    private int steps;

    @Option(
            names = "--minutes",
            paramLabel = "M",
            description = "Finish when so many minutes are over, though steps are left; --resume goes on.")
    private @Nullable Double minutes;

    @Option(names = "--batch", paramLabel = "N", description = "Pictures a step (default: the kind of training's own).")
    private @Nullable Integer batch;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Of weights and batches (default ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--condition",
            paramLabel = "KIND",
            defaultValue = "semantic",
            description =
                    "What the generator is told: none, view, view+semantic or semantic (default ${DEFAULT-VALUE}).")
    private String condition;

    @Option(
            names = "--vicico",
            paramLabel = "on|off",
            defaultValue = "on",
            description =
                    "Wrong labels as negatives of the discriminator, where there is one (default ${DEFAULT-VALUE}).")
    private Switch vicico;

    @Option(
            names = "--encoder",
            paramLabel = "NAME",
            defaultValue = "faceres",
            description = "Whose feature the semantic condition is (default ${DEFAULT-VALUE}).")
    private String encoder;

    @Option(
            names = "--from",
            paramLabel = "C",
            description = "A checkpoint, by name or folder, whose generator and encoder are refined by patches with a"
                    + " discriminator: of compact alone (default: training from nothing).")
    private @Nullable String from;

    @Option(
            names = "--every",
            paramLabel = "N",
            defaultValue = "500",
            description = "Steps between looks: figures, a sheet of samples, the plot (default ${DEFAULT-VALUE}).")
    private int every;

    @Option(
            names = "--snapshots",
            paramLabel = "N",
            defaultValue = "0",
            description = "Steps between checkpoints that are judged, kept when the best so far, and published;"
                    + " 0: the last one alone (default ${DEFAULT-VALUE}).")
    private int snapshots;

    @Option(
            names = "--best",
            paramLabel = "WORDS",
            description = "Which checkpoint is the best: 'lowest' or 'highest' and a figure of 'evaluate' (default:"
                    + " 'lowest fidRandom_faceres'; of fewer than 8 held-out identities 'highest heldOutPsnr64_yaw0').")
    private @Nullable String best;

    @Option(
            names = "--publish",
            paramLabel = "URL",
            description = "A server's admin port, such as http://localhost:8081, that gets each better checkpoint;"
                    + " its token, if it wants one, is read from " + AdminToken.VARIABLE + ".")
    private @Nullable String publish;

    @Option(
            names = "--save-minutes",
            paramLabel = "M",
            defaultValue = "10",
            description = "Minutes between states (default ${DEFAULT-VALUE}).")
    private double saveMinutes;

    @Option(
            names = "--threads",
            paramLabel = "N",
            defaultValue = "1",
            description = "CPU threads of the trainer (default ${DEFAULT-VALUE}).")
    private int threads;

    @Option(
            names = "--device",
            paramLabel = "D",
            defaultValue = "cpu",
            description = "cpu, gpu0, gpu1, …: where networks are trained (default ${DEFAULT-VALUE}).")
    private String device;

    @Option(names = "--name", paramLabel = "NAME", description = "The model's name (default: the preset's).")
    private @Nullable String name;

    @Option(
            names = "--model-version",
            paramLabel = "V",
            defaultValue = "1",
            description = "Its version (default ${DEFAULT-VALUE}).")
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
        refuseBelow(0, "--snapshots", snapshots);
        refuseBelow(1, "--threads", threads);
        refuseBelow(1, "--batch", batch == null ? 1 : batch);
        TensorEngine.useThreads(threads);
        try (TensorEngine engine = TensorEngine.on(device)) {
            return run(engine);
        } catch (IllegalArgumentException
                | UnusableDatasetException
                | CheckpointException
                | InvalidConfigException
                        unusable) { // the first: what was asked for does not suit the preset or the data
            throw new BadInputException(String.valueOf(unusable.getMessage()), unusable);
        }
    }

    private int run(TensorEngine engine) throws IOException {
        Optional<AdminSink> sink = Optional.ofNullable(publish)
                .map(url -> new AdminSink(url, Optional.ofNullable(System.getenv(AdminToken.VARIABLE))));
        ServerConfig config = ServerConfig.load(Map.of(), Optional.empty());
        Optional<Checkpoint> state = Files.exists(out) ? new RunFolder(out).latest() : Optional.empty();
        Training<?> training = Trainings.open(engine, order(), state);
        RunFolder folder = folder();
        RunLock lock = lock();
        try (lock;
                HeldOutJudge judge = new HeldOutJudge(held)) {
            RunPlan plan = new RunPlan(
                    name == null ? preset : name,
                    version,
                    every,
                    snapshots,
                    minutes("--save-minutes", saveMinutes),
                    Optional.ofNullable(minutes).map(given -> minutes("--minutes", given)),
                    best == null ? judge.yardstick() : Yardstick.parse(best));
            TrainingRun.Parts parts = new TrainingRun.Parts(
                    training,
                    folder,
                    judge,
                    sink.map(way -> way),
                    new RunConsole(spec.commandLine().getErr(), Terminal.isWatched()),
                    new CompletableFuture<>());
            return TrainingSystem.run(parts, plan, config.training(), this::print)
                            .good()
                    ? 0
                    : 1;
        }
    }

    private TrainingOrder order() {
        return new TrainingOrder(
                preset,
                seed,
                steps,
                batch == null ? OptionalInt.empty() : OptionalInt.of(batch),
                ConditionKind.of(condition),
                vicico == Switch.ON,
                encoder,
                data,
                held,
                Optional.ofNullable(from).map(CheckpointOption::folder));
    }

    private RunFolder folder() {
        try {
            return new RunFolder(out);
        } catch (IOException trouble) {
            throw new BadInputException(
                    "%s cannot be made (%s): choose another folder.".formatted(out, trouble.getMessage()), trouble);
        }
    }

    private RunLock lock() throws IOException {
        return RunLock.take(out)
                .orElseThrow(() -> new BadInputException(
                        "%s is being trained in by another process: wait for it, or choose another folder."
                                .formatted(out)));
    }

    private void print(RunEnd end) {
        var console =
                end.good() ? spec.commandLine().getOut() : spec.commandLine().getErr();
        console.println(end.sentence());
        console.flush();
    }

    private static Duration minutes(String option, double given) {
        Duration duration = Duration.ofMillis((long) (given * 60_000));
        if (duration.isNegative() || duration.isZero()) {
            throw new BadInputException("%s %s is out of range: give more than 0.".formatted(option, given));
        }
        return duration;
    }

    private static void refuseBelow(int least, String option, int given) {
        if (given < least) {
            throw new BadInputException("%s %d is out of range: give %d or more.".formatted(option, given, least));
        }
    }
}
