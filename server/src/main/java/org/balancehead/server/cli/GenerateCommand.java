package org.balancehead.server.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.balancehead.model.HeadModel;
import org.balancehead.model.checkpoint.CheckpointException;
import org.balancehead.server.generation.Generation;
import org.balancehead.server.reconstruction.UnusableInputException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code generate}: heads that the generator draws, each from several sides. */
@Command(
        name = "generate",
        mixinStandardHelpOptions = true,
        description = "Draws heads of nobody and shows each from the front, the sides and the back.")
public final class GenerateCommand implements Callable<Integer> {
    @Option(
            names = "--seeds",
            paramLabel = "LIST",
            defaultValue = "0-15",
            description = "Such as 0-15 or 1,4,8-11; a seed always gives the same head (default ${DEFAULT-VALUE}).")
    private String seeds;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "DIR",
            description = "The pictures' folder; earlier samples there are replaced.")
    private Path out;

    @Option(
            names = "--psi",
            paramLabel = "P",
            defaultValue = "0.7",
            description = "Variety: 1 as trained, 0 the average head (default ${DEFAULT-VALUE}).")
    private double psi;

    @Mixin
    private CheckpointOption checkpoint;

    @Mixin
    private DeviceOption device;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if (!(psi >= 0 && psi <= 2)) {
            throw new BadInputException("--psi %s is out of range: give 0 to 2.".formatted(psi));
        }
        List<Integer> wanted = SeedList.parse(seeds);
        try (HeadModel model = checkpoint.open(device.name())) {
            ProgressLine progress = new ProgressLine(spec.commandLine().getErr(), "heads");
            new Generation(model, psi).run(wanted, out, done -> progress.show(done, wanted.size()));
            spec.commandLine()
                    .getOut()
                    .println("%s holds %d heads from %d sides: open %s."
                            .formatted(out, wanted.size(), Generation.YAWS.size(), out.resolve(Generation.SHEET)));
            return 0;
        } catch (UnusableInputException | CheckpointException unusable) { // the latter: it cannot draw heads
            throw new BadInputException(String.valueOf(unusable.getMessage()), unusable);
        }
    }
}
