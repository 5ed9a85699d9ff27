package org.balancehead.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import org.balancehead.server.admin.AdminClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code models}: the versions of a running server, and how many sessions each has. */
@Command(
        name = "models",
        mixinStandardHelpOptions = true,
        description = "Lists the model versions of a running server, and how many sessions each has.")
public final class ModelsCommand implements Runnable {
    private static final String COLUMNS = "%-7s  %-11s  %8s  %-24s  %s";

    @Mixin
    private AdminOption admin;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        PrintWriter out = spec.commandLine().getOut();
        out.println(COLUMNS.formatted("version", "state", "sessions", "model", "folder"));
        for (JsonNode model : admin.ask(AdminClient::list).path("models")) {
            out.println(COLUMNS.formatted(
                    model.path("number").asText(),
                    model.path("state").asText(),
                    model.path("sessions").asText(),
                    model.path("name").asText() + " " + model.path("version").asText(),
                    model.path("path").asText() + reason(model)));
        }
    }

    private static String reason(JsonNode model) {
        return model.has("reason") ? " (" + model.path("reason").asText() + ")" : "";
    }
}
