package org.balancehead.server.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import org.balancehead.model.HeadModel;
import org.balancehead.model.HeadModels;
import org.balancehead.model.checkpoint.CheckpointException;
import org.balancehead.server.reconstruction.SavedHead;
import org.balancehead.server.reconstruction.UnusableInputException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code render}: shows a saved avatar from all sides. */
@Command(
        name = "render",
        mixinStandardHelpOptions = true,
        description = "Shows a head that reconstruct saved, or that a server keeps, from all sides.")
final class RenderCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "The avatar's file: head.avatar of a result, or a kept one.")
    private Path file;

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

    @Spec
    private CommandSpec spec;

    private final BiFunction<Path, String, HeadModel> models;

    RenderCommand() {
        this((folder, device) -> HeadModels.open(folder, device, 1));
    }

    /** @param models opens a checkpoint's folder on a device */
    RenderCommand(BiFunction<Path, String, HeadModel> models) {
        this.models = models;
    }

    @Override
    public Integer call() throws IOException {
        ProgressLine progress = new ProgressLine(spec.commandLine().getErr(), "views");
        try (HeadModel model = models.apply(checkpoint.folder(), device.name())) {
            new SavedHead(file).show(model, out, progress::show);
        } catch (UnusableInputException | CheckpointException | IllegalArgumentException unusable) {
            throw new BadInputException(String.valueOf(unusable.getMessage()), unusable);
        }
        spec.commandLine()
                .getOut()
                .printf(
                        "%s shows the head: open %s or %s.%n",
                        out, out.resolve("orbit.mp4"), out.resolve("contact.png"));
        return 0;
    }
}
