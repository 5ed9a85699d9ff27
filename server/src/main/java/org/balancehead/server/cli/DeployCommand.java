package org.balancehead.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code deploy}: a running server loads a checkpoint beside the one that it serves, then serves it to newcomers. */
@Command(
        name = "deploy",
        mixinStandardHelpOptions = true,
        description = {
            "Lets a running server serve another checkpoint to those who come from now on.",
            "Sessions that run stay on theirs. A checkpoint that cannot be used changes nothing."
        })
public final class DeployCommand implements Runnable {
    @Parameters(paramLabel = "C", description = "A checkpoint's name or folder.")
    private String checkpoint;

    @Mixin
    private AdminOption admin;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        Path folder = CheckpointOption.folder(checkpoint);
        int number = admin.ask(server -> server.deploy(folder))
                .path("model")
                .path("number")
                .asInt();
        JsonNode model = admin.awaitLoaded(number);
        spec.commandLine()
                .getOut()
                .println("New sessions begin on version %d, %s %s."
                        .formatted(
                                number,
                                model.path("name").asText(),
                                model.path("version").asText()));
    }
}
