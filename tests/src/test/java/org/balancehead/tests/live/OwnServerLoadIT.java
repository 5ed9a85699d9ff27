package org.balancehead.tests.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.StreamSupport;
import org.balancehead.server.cli.BalanceHeadCommand;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code load} without {@code --url}: the server that it starts has room for those whom it lets come. */
class OwnServerLoadIT {
    /** More than the places of a server's defaults. */
    private static final int VISITORS = 20;

    /** Whom a busy machine's devices would refuse is let in, so that places alone decide. */
    private static final String NEVER_FULL = """
            balancehead.sessions.capacity { least-views-per-second = 0.01, longest-first-wait = 1 h, full-at = 1 }
            """;

    @TempDir
    private Path folder;

    @Test
    void refusesNoneOfThoseWhomItLetsCome() throws IOException {
        JsonNode report = load(NEVER_FULL);

        assertThat(figure(report, "refused_upgrades")).isZero();
        assertThat(report.get("errors")).isEmpty();
    }

    @Test
    void hasThePlacesThatItsSettingsSay() throws IOException {
        JsonNode report = load(NEVER_FULL + "balancehead.sessions.max = 18");

        assertThat(figure(report, "refused_upgrades")).isGreaterThanOrEqualTo(VISITORS - 18);
    }

    private JsonNode load(String settings) throws IOException {
        Path config = Files.writeString(folder.resolve("balancehead.conf"), settings);
        Path json = folder.resolve("load.json");
        StringWriter said = new StringWriter();
        int code = BalanceHeadCommand.commandLine()
                .setErr(new PrintWriter(said))
                .setOut(new PrintWriter(said))
                .execute(
                        "load",
                        "--sessions",
                        String.valueOf(VISITORS),
                        "--seconds",
                        "3",
                        "--config",
                        config.toString(),
                        "--json",
                        json.toString());
        System.out.println(said);
        assertThat(code).isZero();
        return new ObjectMapper().readTree(json.toFile());
    }

    private static double figure(JsonNode report, String name) {
        return StreamSupport.stream(report.get("figures").spliterator(), false)
                .filter(figure -> figure.get("name").asText().equals(name))
                .findFirst()
                .orElseThrow()
                .get("value")
                .asDouble();
    }
}
