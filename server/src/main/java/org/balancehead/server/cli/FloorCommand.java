package org.balancehead.server.cli;

import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.balancehead.model.checkpoint.CheckpointException;
import org.balancehead.model.evaluation.GoldenHead;
import org.balancehead.model.evaluation.QualityFloor;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code floor}: states in a checkpoint's manifest what a server holds it to. */
@Command(
        name = "floor",
        mixinStandardHelpOptions = true,
        description = {
            "Lets a checkpoint get a head that it draws itself back from its picture, and states in its manifest that it must",
            "do so nearly as well when it is deployed. Training does that for what it publishes."
        })
final class FloorCommand implements Callable<Integer> {
    @Parameters(paramLabel = "CHECKPOINT", description = "A checkpoint's name or folder; its manifest is rewritten.")
    private String checkpoint;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        Path folder = CheckpointOption.folder(checkpoint);
        try {
            QualityFloor floor = GoldenHead.state(folder);
            spec.commandLine()
                    .getOut()
                    .println(String.format(
                            Locale.ROOT,
                            "%s must get its golden head back with %.2f dB and an identity of %.2f from now on.",
                            folder,
                            floor.psnr().orElseThrow(),
                            floor.identity().orElseThrow()));
            return 0;
        } catch (CheckpointException unusable) {
            throw new BadInputException(String.valueOf(unusable.getMessage()), unusable);
        }
    }
}
