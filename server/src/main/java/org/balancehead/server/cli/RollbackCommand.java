package org.balancehead.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import org.balancehead.server.admin.AdminClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code rollback}: a running server serves newcomers the version that it served before. */
@Command(
        name = "rollback",
        mixinStandardHelpOptions = true,
        description = {
            "Takes back the version that a running server tries; if it tries none,",
            "lets it serve what it served before."
        })
public final class RollbackCommand implements Runnable {
    @Mixin
    private AdminOption admin;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        int number =
                admin.ask(AdminClient::rollback).path("model").path("number").asInt();
        JsonNode model = admin.awaitServing(number, () -> {});
        spec.commandLine()
                .getOut()
                .println("New sessions begin on version %d, %s %s, again."
                        .formatted(
                                number,
                                model.path("name").asText(),
                                model.path("version").asText()));
    }
}
