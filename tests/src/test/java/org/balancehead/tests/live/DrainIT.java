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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
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
    private static final int PHOTO_SIDE = 512;

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

            long signalled = System.nanoTime();
            server.destroy();

            staying.await(ServerMessage.GoAway.class);
            assertThat(staying.awaitClose()).isEqualTo(RESTARTING);
            assertThat(System.nanoTime() - signalled)
                    .isGreaterThanOrEqualTo(Duration.ofSeconds(1).toNanos());
            assertThat(exit(server)).isZero();
        }
    }

    @Test
    void goesOnShowingHeadsUntilItsVisitorsLeaveOrTheDeadlineComes() throws Exception {
        Duration deadline = Duration.ofSeconds(10);
        Process server = serve("-Dbalancehead.sessions.drain-deadline=" + deadline.toSeconds() + "s");
        byte[] photo = Files.readAllBytes(HOME.resolve("demo/astronaut.jpg"));
        List<Viewer> viewers = new ArrayList<>();
        try {
            for (int i = 0; i < 4; i++) {
                Viewer viewer = new Viewer(StreamClient.connectWhenReady(port), photo);
                viewers.add(viewer); // the last one's head has just begun when the signal comes
            }
            List<Viewer> leaving = viewers.subList(0, 2);
            List<Viewer> staying = viewers.subList(2, 4);

            viewers.forEach(Viewer::expectClose);
            long signalled = System.nanoTime();
            server.destroy(); // SIGTERM
            List<ServerMessage.GoAway> told =
                    viewers.stream().map(Viewer::awaitGoAway).toList();
            for (Viewer viewer : viewers) {
                viewer.awaitViews(viewer.views() + 2);
            }
            leaving.forEach(viewer -> viewer.say(new ClientMessage.Bye()));
            List<Integer> left = leaving.stream().map(Viewer::awaitClose).toList();
            List<Integer> ended = staying.stream().map(Viewer::awaitClose).toList();
            int exit = exit(server);
            System.out.printf(
                    "views %s; ended %.1f s after the signal%n",
                    viewers.stream().map(Viewer::views).toList(), (System.nanoTime() - signalled) / 1e9);

            assertThat(told).extracting(ServerMessage.GoAway::reason).containsOnly(GoAwayReason.DRAIN);
            assertThat(told)
                    .extracting(ServerMessage.GoAway::deadlineSeconds)
                    .containsOnly(Math.toIntExact(deadline.toSeconds()));
            assertThat(left).containsOnly(1000);
            assertThat(ended).containsOnly(RESTARTING);
            for (Viewer viewer : staying) {
                assertThat(viewer.closedNanos() - signalled).isGreaterThanOrEqualTo(deadline.toNanos());
            }
            for (Viewer viewer : viewers) {
                assertThat(viewer.sequences())
                        .containsExactlyElementsOf(LongStream.rangeClosed(1, viewer.views())
                                .boxed()
                                .toList());
            }
            assertThat(exit).isZero();
        } finally {
            viewers.forEach(Viewer::close);
        }
    }

    @Test
    void drainsWhileItStarts() throws Exception {
        Process server = serve();
        Patience.until("it listens", () -> status("healthz") == 200);

        server.destroy();

        assertThat(exit(server)).isZero();
    }

    /** One who became a head, and takes view after view until the connection ends. */
    private static final class Viewer implements AutoCloseable {
        private final StreamClient client;
        private final List<Long> sequences = new CopyOnWriteArrayList<>();
        private final Thread watching = new Thread(this::watch, "viewer");
        private CompletableFuture<Integer> closed = new CompletableFuture<>();
        private volatile long closedNanos;
        private volatile boolean over;

        Viewer(StreamClient client, byte[] photo) {
            this.client = client;
            client.greet();
            client.show(photo, PHOTO_SIDE, PHOTO_SIDE);
            client.await(ServerMessage.Revised.class);
            watching.start();
            client.say(new ClientMessage.Credit(1));
            awaitViews(1);
        }

        private void watch() {
            while (!over || client.viewsWaiting() > 0) {
                client.pollView(20, TimeUnit.MILLISECONDS).ifPresent(view -> {
                    sequences.add(view.header().sequence());
                    try {
                        client.say(new ClientMessage.Credit(1));
                    } catch (CompletionException closing) {
                        // what came before is taken all the same
                    }
                });
            }
        }

        /** Notes the moment of the close from now on. */
        void expectClose() {
            closed = CompletableFuture.supplyAsync(
                    () -> {
                        int code = client.awaitClose();
                        closedNanos = System.nanoTime();
                        return code;
                    },
                    task -> new Thread(task, "close").start());
        }

        ServerMessage.GoAway awaitGoAway() {
            return client.await(ServerMessage.GoAway.class);
        }

        void awaitViews(int count) {
            Patience.until("%d views have come".formatted(count), () -> sequences.size() >= count);
        }

        void say(ClientMessage message) {
            client.say(message);
        }

        int awaitClose() {
            int code = closed.join();
            over = true;
            try {
                watching.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("Interrupted.", e);
            }
            return code;
        }

        int views() {
            return sequences.size();
        }

        List<Long> sequences() {
            return sequences;
        }

        long closedNanos() {
            return closedNanos;
        }

        @Override
        public void close() {
            over = true;
            client.close();
        }
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
