package org.balancehead.server.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import java.util.function.IntFunction;
import org.balancehead.model.HeadModel;
import org.balancehead.model.HeadModels;
import org.balancehead.model.checkpoint.CheckpointException;
import org.balancehead.model.face.FaceAnalyzer;
import org.balancehead.model.face.MediaPipeFaceAnalyzer;
import org.balancehead.server.reconstruction.Reconstruction;
import org.balancehead.server.reconstruction.ReconstructionReport;
import org.balancehead.server.reconstruction.StageReport;
import org.balancehead.server.reconstruction.UnusableInputException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code reconstruct}: photos or a clip of one person become an avatar, its views, an orbit and a report. */
@Command(
        name = "reconstruct",
        mixinStandardHelpOptions = true,
        description = {
            "Turns photos, or one clip, of one person into a full head and shows it from all sides.",
            "One of the pictures must look into the camera; others may show more of the head."
        })
public final class ReconstructCommand implements Callable<Integer> {
    @Parameters(
            arity = "1..*",
            paramLabel = "INPUT",
            description = "JPEG or PNG photos, or one MP4, WebM, AVI or MJPEG.")
    private List<Path> inputs;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "DIR",
            description = "The result's folder; an earlier result there is replaced.")
    private Path out;

    @Mixin
    private CheckpointOption checkpoint;

    @Mixin
    private DeviceOption device;

    @Option(names = "--seconds", paramLabel = "S", description = "Refine for S seconds at most (default: to the end).")
    private @Nullable Double seconds;

    @Spec
    private CommandSpec spec;

    private final BiFunction<Path, String, HeadModel> models;
    private final IntFunction<FaceAnalyzer> analyzers;

    public ReconstructCommand() {
        this((folder, device) -> HeadModels.open(folder, device, 1), MediaPipeFaceAnalyzer::open);
    }

    /**
     * The command on other models and analyzers.
     *
     * @param models opens a checkpoint's folder on a device
     * @param analyzers opens an analyzer whose crops have the given side
     */
    ReconstructCommand(BiFunction<Path, String, HeadModel> models, IntFunction<FaceAnalyzer> analyzers) {
        this.models = models;
        this.analyzers = analyzers;
    }

    @Override
    public Integer call() throws IOException {
        Duration limit = limit();
        try (HeadModel model = openModel();
                FaceAnalyzer analyzer = analyzers.apply(model.imageSize());
                ReconstructionConsole console =
                        new ReconstructionConsole(spec.commandLine().getErr(), Terminal.isWatched())) {
            print(new Reconstruction(analyzer, model, console).run(inputs, out, limit));
        } catch (UnusableInputException unusable) {
            throw new BadInputException(String.valueOf(unusable.getMessage()), unusable);
        }
        return 0;
    }

    private Duration limit() {
        if (seconds == null) {
            return Duration.ofDays(1);
        }
        if (!(seconds > 0 && seconds <= Duration.ofDays(1).toSeconds())) {
            throw new BadInputException("--seconds %s is out of range: give 0.1 to 86400.".formatted(seconds));
        }
        return Duration.ofMillis(Math.round(seconds * 1000));
    }

    private HeadModel openModel() {
        try {
            return models.apply(checkpoint.folder(), device.name());
        } catch (CheckpointException | IllegalArgumentException unusable) { // the latter: there is no such device
            throw new BadInputException(String.valueOf(unusable.getMessage()), unusable);
        }
    }

    private void print(ReconstructionReport report) {
        StageReport last = report.stages().get(report.stages().size() - 1);
        spec.commandLine()
                .getOut()
                .println(String.format(
                        Locale.ROOT,
                        "%s holds the head (%.1f dB, identity %.2f, %.1f s): open %s or %s.",
                        out,
                        last.psnr(),
                        last.identity(),
                        report.seconds(),
                        out.resolve("orbit.mp4"),
                        out.resolve("contact.png")));
    }
}
