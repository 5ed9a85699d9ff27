package org.balancehead.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Optional;
import org.balancehead.server.admin.AdminClient;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code drain}: a running server takes no further sessions, lets those that it has end, and ends. */
@Command(
        name = "drain",
        mixinStandardHelpOptions = true,
        description = "Ends a running server when its sessions have ended, at the deadline at the latest.")
public final class DrainCommand implements Runnable {
    /** What a server takes to end after its last session, and then some. */
    private static final Duration CLEAN_UP = Duration.ofSeconds(60);

    @Mixin
    private AdminOption admin;

    @Option(
            names = "--deadline",
            paramLabel = "SECONDS",
            description = "How long sessions may go on; 0 ends them now (default: the server's"
                    + " balancehead.sessions.drain-deadline).")
    private @Nullable Double deadline;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        Optional<Duration> wanted =
                Optional.ofNullable(deadline).map(seconds -> Duration.ofMillis(Math.round(seconds * 1000)));
        JsonNode begun = admin.ask(client -> client.drain(wanted));
        Duration left = Duration.ofSeconds(begun.path("secondsLeft").asLong());
        PrintWriter out = spec.commandLine().getOut();
        out.println(
                "%d sessions have %d s to end.".formatted(begun.path("sessions").asInt(), left.toSeconds()));
        out.flush();
        admin.awaitEnd(AdminClient::drainState, left.plus(CLEAN_UP));
        out.println("The server has ended.");
    }
}
