package org.balancehead.server.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.balancehead.actors.inference.ModelOpener;
import org.balancehead.model.HeadModel;
import org.balancehead.model.HeadModels;
import org.balancehead.model.benchmark.ChartBatchBenchmark;
import org.balancehead.model.benchmark.ChartGeneratorBenchmark;
import org.balancehead.model.benchmark.ChartGrowthBenchmark;
import org.balancehead.model.benchmark.ChartWork;
import org.balancehead.model.benchmark.EngineBenchmark;
import org.balancehead.model.benchmark.Figure;
import org.balancehead.model.benchmark.Growth;
import org.balancehead.model.benchmark.HeadModelBenchmark;
import org.balancehead.model.benchmark.Machine;
import org.balancehead.model.benchmark.PhysicalLimits;
import org.balancehead.model.benchmark.PlaneGeneratorBenchmark;
import org.balancehead.model.benchmark.PlaneGrowthBenchmark;
import org.balancehead.model.benchmark.Repetitions;
import org.balancehead.model.benchmark.Samples;
import org.balancehead.model.benchmark.Stopwatch;
import org.balancehead.model.benchmark.TrainingBenchmark;
import org.balancehead.model.checkpoint.Checkpoint;
import org.balancehead.model.checkpoint.CheckpointException;
import org.balancehead.model.checkpoint.CheckpointFiles;
import org.balancehead.model.face.FaceAnalyzer;
import org.balancehead.model.face.MediaPipeFaceAnalyzer;
import org.balancehead.model.image.RgbImage;
import org.balancehead.model.tensor.TensorEngine;
import org.balancehead.server.benchmark.LiveBenchmark;
import org.balancehead.server.benchmark.SessionsBenchmark;
import org.balancehead.streaming.video.ClipReader;
import org.balancehead.streaming.video.UnreadableMediaException;
import org.balancehead.streaming.video.VideoFrame;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code bench}: every performance figure, on this machine: on the CPU with one thread and with as many as there are
 * cores, on a GPU once.
 */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = "Measures how fast this machine renders, inverts and starts, with the bundled clip's person.")
public final class BenchCommand implements Callable<Integer> {
    private static final int EVERY_NTH_FRAME = 20;
    private static final int STARTS = 3;
    private static final long WATCHED_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final String TINY = "tiny";
    private static final String PANOHEAD = "panohead";
    private static final String FULL_SIZE = "balancehead-512";

    @Option(names = "--json", paramLabel = "FILE", description = "Write the figures there, too.")
    private @Nullable Path json;

    @Option(
            names = "--full",
            description =
                    "Measure the full-size presets panohead and balancehead-512, too: minutes more. What takes seconds"
                            + " runs once, and has no spread.")
    private boolean full;

    @Option(
            names = "--growth",
            paramLabel = "DIR",
            description = "Measure how costs grow with resolution, samples, batch size and sessions, too, and draw them"
                    + " there: a minute more, with --full some.")
    private @Nullable Path growthFolder;

    @Mixin
    private CheckpointOption checkpoint;

    @Mixin
    private DeviceOption device;

    @Spec
    private CommandSpec spec;

    private final Path home = Path.of(System.getProperty("balancehead.home", "."));
    private final Stopwatch stopwatch = new Stopwatch(System::nanoTime);
    private final List<Figure> figures = new ArrayList<>();
    private final List<Growth> growth = new ArrayList<>();

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path folder = chartCheckpoint();
        List<VideoFrame> clip = frames(home.resolve("demo/webcam.mp4"));
        List<RgbImage> frames = IntStream.iterate(0, i -> i < clip.size(), i -> i + EVERY_NTH_FRAME)
                .mapToObj(clip::get)
                .map(frame -> new RgbImage(frame.width(), frame.height(), frame.rgb()))
                .toList();
        Machine machine;
        try (TensorEngine engine = engine()) {
            machine = Machine.with(engine);
            print(BenchReport.words(machine));
            print(BenchReport.columns());
            for (int threads : threads(machine)) {
                TensorEngine.useThreads(threads);
                List<Figure> best = new EngineBenchmark(engine, stopwatch).run();
                best.forEach(this::report);
                PhysicalLimits limits = PhysicalLimits.of(best);
                ChartGeneratorBenchmark.run(folder, engine, stopwatch)
                        .forEach(figure -> report(ChartWork.share(figure, limits)));
                measureModel(folder, frames, threads);
                report(TrainingBenchmark.run(folder, engine, limits, stopwatch));
                PlaneGeneratorBenchmark tiny = planes(engine, TINY, limits, Repetitions.MANY);
                tiny.generator();
                tiny.discriminator();
                if (full) {
                    measureFullSize(engine, limits);
                }
            }
            if (growthFolder != null) {
                measureGrowth(folder, engine);
            }
        }
        ModelOpener opener = () -> HeadModels.open(folder, device.name(), 1);
        new LiveBenchmark(opener, this::report).run(clip);
        if (growthFolder != null) {
            new SessionsBenchmark(opener, WATCHED_NANOS).run(clip).forEach(this::report);
            new GrowthPlots(growthFolder).draw(growth);
        }
        measureStart(machine.cores());
        if (json != null) {
            new JsonFile(json).write(new BenchReport(machine, figures, growth));
        }
        return 0;
    }

    private TensorEngine engine() {
        try {
            return TensorEngine.on(device.name());
        } catch (IllegalArgumentException e) {
            throw new BadInputException(String.valueOf(e.getMessage()), e);
        }
    }

    /** What operations are measured with; a GPU has threads of its own. */
    private int[] threads(Machine machine) {
        IntStream threads = device.name().equals(DeviceOption.CPU) ? IntStream.of(1, machine.cores()) : IntStream.of(1);
        return threads.distinct().toArray();
    }

    private Path chartCheckpoint() {
        Path folder = checkpoint.folder();
        try {
            if (Checkpoint.open(folder).has(CheckpointFiles.PRESET)) {
                throw new BadInputException(
                        "%s is no checkpoint of compact, whose parts bench measures: leave --checkpoint out, and give --full for the presets of other architectures."
                                .formatted(folder));
            }
        } catch (CheckpointException e) {
            throw new BadInputException(String.valueOf(e.getMessage()), e);
        }
        return folder;
    }

    /** One discriminator stands for both, which are alike but for their labels. */
    private void measureFullSize(TensorEngine engine, PhysicalLimits limits) {
        planes(engine, PANOHEAD, limits, Repetitions.FEW).generator();
        PlaneGeneratorBenchmark own = planes(engine, FULL_SIZE, limits, Repetitions.FEW);
        own.generator();
        own.discriminator();
    }

    private void measureGrowth(Path folder, TensorEngine engine) {
        ChartGrowthBenchmark.run(folder, engine, stopwatch).forEach(this::report);
        ChartBatchBenchmark.run(folder, engine, stopwatch, Repetitions.MANY).forEach(this::report);
        if (full) {
            new PlaneGrowthBenchmark(engine, FULL_SIZE, stopwatch, Repetitions.FEW)
                    .run()
                    .forEach(this::report);
        }
    }

    private PlaneGeneratorBenchmark planes(
            TensorEngine engine, String preset, PhysicalLimits limits, Repetitions repetitions) {
        return new PlaneGeneratorBenchmark(engine, preset, limits, stopwatch, repetitions, this::report);
    }

    private void measureModel(Path folder, List<RgbImage> frames, int threads) {
        try (HeadModel model = HeadModels.open(folder, device.name(), 1);
                FaceAnalyzer analyzer = MediaPipeFaceAnalyzer.open(model.imageSize())) {
            new HeadModelBenchmark(analyzer, model, stopwatch, threads, this::report).run(frames);
        }
    }

    private void measureStart(int threads) throws IOException, InterruptedException {
        List<Double> seconds = new ArrayList<>();
        for (int i = 0; i < STARTS; i++) {
            seconds.add(ServerStart.seconds(home, device.name()));
        }
        report(Figure.of("start_to_ready_s", Samples.of(seconds), "s", threads, ""));
    }

    private static List<VideoFrame> frames(Path clip) {
        List<VideoFrame> frames = new ArrayList<>();
        try (ClipReader reader = ClipReader.open(clip)) {
            for (var frame = reader.next(); frame.isPresent(); frame = reader.next()) {
                frames.add(frame.get());
            }
        } catch (UnreadableMediaException e) {
            throw new BadInputException(String.valueOf(e.getMessage()), e);
        }
        return frames;
    }

    private void report(Figure figure) {
        figures.add(figure);
        print(BenchReport.words(figure));
    }

    private void report(Growth grown) {
        growth.add(grown);
        print(BenchReport.words(grown));
    }

    private void print(String line) {
        spec.commandLine().getOut().println(line);
        spec.commandLine().getOut().flush();
    }
}
