package org.balancehead.tests.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.balancehead.protocol.message.ClientMessage;
import org.balancehead.protocol.message.GoAwayReason;
import org.balancehead.protocol.message.ServerMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The launcher's own server is emptied, by the launcher's own command and by signals. */
class DrainIT {
    private static final Path HOME = Path.of(System.getProperty("balancehead.home"));
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final int RESTARTING = 1012;

    private final List<Process> started = new ArrayList<>();
    private int port;
    private int adminPort;

    @BeforeAll
    static void tellTheLauncherThatAllIsBuilt() throws IOException {
        BuiltLauncher.tellThatAllIsBuilt();
    }

    @AfterEach
    void stop() {
        started.forEach(Process::destroyForcibly);
    }

    @Test
    void endsWithItsLastSessionAndTakesNoFurtherOnes() throws Exception {
        Process server = serve();
        try (StreamClient leaving = StreamClient.connectWhenReady(port);
                StreamClient dropping = StreamClient.connect(port)) {
            ServerMessage.Welcome welcome = leaving.greet();
            dropping.greet();

            Process drain = launch("drain", "--deadline", "600", "--admin", "http://localhost:" + adminPort);
            ServerMessage.GoAway told = leaving.await(ServerMessage.GoAway.class);
            dropping.await(ServerMessage.GoAway.class);
            try (RawVisitor newcomer = new RawVisitor(port)) {
                assertThat(newcomer.status()).isEqualTo(503);
                assertThat(newcomer.head()).containsIgnoringCase("Retry-After: ");
                assertThat(newcomer.body()).contains("This server takes no new sessions");
            }
            int ready = status("readyz");
            int alive = status("healthz");
            leaving.say(new ClientMessage.Bye());
            int closed = leaving.awaitClose();
            assertThat(server.isAlive()).isTrue();
            dropping.vanish();

            assertThat(told.reason()).isEqualTo(GoAwayReason.DRAIN);
            assertThat(told.deadlineSeconds()).isEqualTo(600);
            assertThat(told.resume()).isEqualTo(welcome.resume());
            assertThat(ready).isEqualTo(503);
            assertThat(alive).isEqualTo(200);
            assertThat(closed).isEqualTo(1000);
            assertThat(exit(server)).isZero();
            assertThat(exit(drain)).isZero();
            assertThat(new String(drain.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo("2 sessions have 600 s to end.\nThe server has ended.\n");
        }
    }

    @Test
    void drainsAtTheFirstSignalAndWaitsNoLongerAtTheSecond() throws Exception {
        Process server = serve("-Dbalancehead.sessions.drain-deadline=10m");
        try (StreamClient staying = StreamClient.connectWhenReady(port)) {
            staying.greet();

            server.destroy(); // SIGTERM
            int deadline = staying.await(ServerMessage.GoAway.class).deadlineSeconds();
            assertThat(server.isAlive()).isTrue();
            server.toHandle().destroy();

            assertThat(deadline).isEqualTo(600);
            assertThat(staying.awaitClose()).isEqualTo(RESTARTING);
            assertThat(exit(server)).isZero();
        }
    }

    @Test
    void endsWhoStaysAtTheDeadline() throws Exception {
        Process server = serve("-Dbalancehead.sessions.drain-deadline=1s");
        try (StreamClient staying = StreamClient.connectWhenReady(port)) {
            staying.greet();

            server.destroy();

            staying.await(ServerMessage.GoAway.class);
            assertThat(staying.awaitClose()).isEqualTo(RESTARTING);
            assertThat(exit(server)).isZero();
        }
    }

    @Test
    void drainsWhileItStarts() throws Exception {
        Process server = serve();
        Patience.until("it listens", () -> status("healthz") == 200);

        server.destroy();

        assertThat(exit(server)).isZero();
    }

    private Process serve(String... javaOptions) throws IOException {
        port = freePort();
        adminPort = freePort();
        ProcessBuilder server = launcher("serve", "--port", "" + port, "--admin-port", "" + adminPort);
        server.environment().put("JAVA_OPTS", "-Xmx512m " + String.join(" ", javaOptions));
        return start(server.inheritIO());
    }

    private Process launch(String... command) throws IOException {
        return start(launcher(command).redirectError(ProcessBuilder.Redirect.INHERIT));
    }

    private static ProcessBuilder launcher(String... arguments) {
        List<String> command =
                new ArrayList<>(List.of(HOME.resolve("balancehead").toString()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command);
    }

    private Process start(ProcessBuilder builder) throws IOException {
        Process process = builder.start();
        started.add(process);
        return process;
    }

    private static int exit(Process process) throws InterruptedException {
        assertThat(process.waitFor(Patience.LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    /** The status of an answer; 0 when there is none. */
    private int status(String path) {
        URI address = URI.create("http://127.0.0.1:%d/%s".formatted(port, path));
        try {
            return CLIENT.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException notListening) {
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted.", e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
