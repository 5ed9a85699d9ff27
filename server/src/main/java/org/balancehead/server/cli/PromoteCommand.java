package org.balancehead.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.OptionalInt;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code promote}: a running server serves everybody the version that it tries. */
@Command(
        name = "promote",
        mixinStandardHelpOptions = true,
        description = "Lets a running server serve everybody the version that it tries, without waiting further.")
public final class PromoteCommand implements Runnable {
    @Mixin
    private AdminOption admin;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        OptionalInt canary = admin.canary();
        if (canary.isEmpty()) {
            throw new BadInputException("No version is being tried: deploy one first.");
        }
        JsonNode model = admin.ask(server -> server.promote(canary.getAsInt())).path("model");
        spec.commandLine()
                .getOut()
                .println("New sessions begin on version %d, %s %s."
                        .formatted(
                                canary.getAsInt(),
                                model.path("name").asText(),
                                model.path("version").asText()));
    }
}
