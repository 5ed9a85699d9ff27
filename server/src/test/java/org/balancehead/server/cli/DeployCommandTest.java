package org.balancehead.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The operators' commands against a server that says what the test wants. */
class DeployCommandTest {
    private static final String MODEL =
            "{\"number\":2,\"name\":\"compact\",\"version\":\"b\",\"path\":\"/b\",\"state\":\"%s\",\"sessions\":4%s}";

    private record Line(int status, String body) {}

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final Deque<Line> answers = new ArrayDeque<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final Set<Integer> connections = ConcurrentHashMap.newKeySet();
    private HttpServer server;

    @TempDir
    private Path folder;

    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            asked.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            connections.add(exchange.getRemoteAddress().getPort());
            Line line = answers.removeFirst();
            byte[] body = line.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(line.status(), body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void waitsUntilTheNewVersionServes() {
        answers.addAll(List.of(accepted(), listed("loading", ""), listed("serving", "")));

        int code = run("deploy", folder.toString());

        assertThat(code).isZero();
        assertThat(out.toString().strip()).isEqualTo("New sessions begin on version 2, compact b.");
    }

    @Test
    void sendsTheAbsolutePathOfAFolder() {
        answers.addAll(List.of(accepted(), listed("serving", "")));
        Path relative = Path.of("").toAbsolutePath().relativize(folder.toAbsolutePath());

        int code = run("deploy", relative.toString());

        assertThat(code).isZero();
        assertThat(asked.get(0)).isEqualTo("{\"path\":\"%s\"}".formatted(folder));
    }

    @Test
    void letsTheServerFindWhatIsGivenByItsNameAlone() {
        answers.addAll(List.of(accepted(), listed("serving", "")));

        int code = run("deploy", "compact-b");

        assertThat(code).isZero();
        assertThat(asked.get(0)).isEqualTo("{\"path\":\"compact-b\"}");
    }

    @Test
    void asksOverOneConnectionHoweverLongItWaits() {
        answers.add(accepted());
        for (int look = 0; look < 10; look++) {
            answers.add(listed("loading", ""));
        }
        answers.add(listed("serving", ""));

        int code = run("deploy", folder.toString());

        assertThat(code).isZero();
        assertThat(connections).hasSize(1);
    }

    @Test
    void endsWithTheReasonWhenTheVersionIsRefusedWhileItLoads() {
        answers.addAll(List.of(accepted(), listed("refused", ",\"reason\":\"It shows nothing.\"")));

        int code = run("deploy", folder.toString());

        assertThat(code).isEqualTo(2);
        assertThat(err.toString().strip()).isEqualTo("Version 2 was refused: It shows nothing.");
    }

    @Test
    void saysThatTheVersionIsTriedAndWaitsForTheVerdict() {
        String deployment = "{\"deployment\":{\"canary\":{\"share\":0.2,\"secondsLeft\":29.8}}}";
        answers.addAll(List.of(
                accepted(),
                listed("canary", ""),
                new Line(200, deployment),
                listed("canary", ""),
                listed("rolled-back", ",\"reason\":\"It renders too slowly.\"")));

        int code = run("deploy", folder.toString());

        assertThat(code).isEqualTo(2);
        assertThat(out.toString()).startsWith("Version 2 is tried by 20 % of new sessions for 30 s");
        assertThat(err.toString().strip()).isEqualTo("Version 2 was rolled back: It renders too slowly.");
    }

    @Test
    void promotesWhatIsTried() {
        answers.addAll(List.of(listed("canary", ""), accepted()));

        int code = run("promote");

        assertThat(code).isZero();
        assertThat(out.toString().strip()).isEqualTo("New sessions begin on version 2, compact b.");
    }

    @Test
    void promotesNothingWhenNothingIsTried() {
        answers.add(listed("serving", ""));

        int code = run("promote");

        assertThat(code).isEqualTo(2);
        assertThat(err.toString().strip()).isEqualTo("No version is being tried: deploy one first.");
    }

    @Test
    void endsWithTheServersSentenceWhenItRefuses() {
        answers.add(new Line(422, "{\"error\":{\"code\":\"bad-checkpoint\",\"message\":\"It is damaged.\"}}"));

        int code = run("deploy", folder.toString());

        assertThat(code).isEqualTo(2);
        assertThat(err.toString().strip()).isEqualTo("It is damaged.");
    }

    @Test
    void failsWhenTheServerHasNoRoomNow() {
        answers.add(new Line(503, "{\"error\":{\"code\":\"overloaded\",\"message\":\"Later.\"}}"));

        int code = run("rollback");

        assertThat(code).isEqualTo(1);
        assertThat(err.toString().strip()).isEqualTo("Later.");
    }

    @Test
    void saysThatNoServerAnswers() {
        server.stop(0);

        int code = run("models");

        assertThat(code).isEqualTo(1);
        assertThat(err.toString())
                .startsWith("No server answers at http://localhost:")
                .hasLineCount(1);
    }

    @Test
    void listsTheVersions() {
        answers.add(listed("draining", ""));

        int code = run("models");

        assertThat(code).isZero();
        assertThat(out.toString())
                .containsPattern("2 +draining +4 +compact b +/b")
                .hasLineCount(2);
    }

    @Test
    void refusesWhatIsNoCheckpointBeforeItAsks() {
        int code = run("deploy", folder.resolve("lost").toString());

        assertThat(code).isEqualTo(2);
        assertThat(err.toString()).startsWith("There is no checkpoint '").hasLineCount(1);
    }

    private static Line accepted() {
        return new Line(202, "{\"model\":%s}".formatted(MODEL.formatted("loading", "")));
    }

    private static Line listed(String state, String more) {
        return new Line(200, "{\"models\":[%s]}".formatted(MODEL.formatted(state, more)));
    }

    private int run(String... words) {
        String[] all = Arrays.copyOf(words, words.length + 2);
        all[words.length] = "--admin";
        all[words.length + 1] = "http://localhost:" + server.getAddress().getPort();
        return BalanceHeadCommand.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(all);
    }
}
