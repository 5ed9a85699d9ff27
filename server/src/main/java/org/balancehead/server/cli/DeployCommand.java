package org.balancehead.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code deploy}: a running server loads a checkpoint beside the one that it serves, tries it, then serves it. */
@Command(
        name = "deploy",
        mixinStandardHelpOptions = true,
        description = {
            "Lets a running server serve another checkpoint. A share of new sessions tries it first; it is rolled back",
            "by itself when it fails, is slow or makes bad avatars. Sessions that run move to it without losing a view.",
            "A checkpoint that cannot be used changes nothing."
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
        JsonNode model = admin.awaitServing(number, () -> tellTrial(number));
        spec.commandLine()
                .getOut()
                .println("New sessions begin on version %d, %s %s."
                        .formatted(
                                number,
                                model.path("name").asText(),
                                model.path("version").asText()));
    }

    private void tellTrial(int number) {
        JsonNode canary = admin.ask(server -> server.deployment(number))
                .path("deployment")
                .path("canary");
        if (!canary.isMissingNode()) {
            spec.commandLine()
                    .getOut()
                    .println(
                            "Version %d is tried by %.0f %% of new sessions for %.0f s: './balancehead promote' and 'rollback' end that."
                                    .formatted(
                                            number,
                                            100 * canary.path("share").asDouble(),
                                            canary.path("secondsLeft").asDouble()));
        }
    }
}
