package org.balancehead.server.cli;

import java.nio.file.Path;
import org.balancehead.model.HeadModel;
import org.balancehead.model.HeadModels;
import org.balancehead.model.checkpoint.CheckpointException;
import org.balancehead.model.checkpoint.CheckpointRepository;
import picocli.CommandLine.Option;

/** Which checkpoint a command works with. */
final class CheckpointOption {
    @Option(
            names = "--checkpoint",
            paramLabel = "C",
            defaultValue = CheckpointRepository.DEFAULT,
            description = "A checkpoint's name or folder (default ${DEFAULT-VALUE}).")
    private String checkpoint;

    /**
     * Its folder.
     *
     * @throws BadInputException when there is none
     */
    Path folder() {
        return folder(checkpoint);
    }

    /**
     * The folder of a checkpoint that was named so, or by its folder.
     *
     * @throws BadInputException when there is none
     */
    static Path folder(String named) {
        Path home = Path.of(System.getProperty("balancehead.home", "."));
        try {
            return CheckpointRepository.of(home.resolve("checkpoints")).resolve(named);
        } catch (CheckpointException e) {
            throw new BadInputException(String.valueOf(e.getMessage()), e);
        }
    }

    /**
     * Opens it on a device.
     *
     * @throws BadInputException when it cannot be used, or there is no such device
     */
    HeadModel open(String device) {
        try {
            return HeadModels.open(folder(), device, 1);
        } catch (CheckpointException | IllegalArgumentException unusable) { // the latter: there is no such device
            throw new BadInputException(String.valueOf(unusable.getMessage()), unusable);
        }
    }
}
