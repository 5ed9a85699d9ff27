package org.balancehead.server.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.balancehead.model.checkpoint.CheckpointException;
import org.balancehead.model.condition.SemanticEncoder;
import org.balancehead.model.condition.SemanticEncoders;
import org.balancehead.model.tensor.TensorEngine;
import picocli.CommandLine.Option;

/** Which semantic encoder a command works with. */
final class SemanticEncoderOption {
    @Option(
            names = "--encoder",
            required = true,
            paramLabel = "NAME",
            description = "What describes the person on a frontal picture: faceres, clip or heads.")
    private String name;

    @Option(
            names = "--weights",
            paramLabel = "FILE",
            description =
                    "Its weights as safetensors: for clip in place of those that BALANCEHEAD_CLIP_WEIGHTS names, for heads of"
                            + " the bundled ones.")
    private Optional<Path> weights = Optional.empty();

    /**
     * Opens it.
     *
     * @throws BadInputException when there is none of that name, or its weights cannot be used
     */
    SemanticEncoder open(TensorEngine engine) {
        try {
            return SemanticEncoders.open(name, weights, engine);
        } catch (IllegalArgumentException | CheckpointException unusable) {
            throw new BadInputException(String.valueOf(unusable.getMessage()), unusable);
        }
    }
}
