package org.balancehead.server.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** One start of the server as a user starts it: from the launcher's call until {@code /readyz} says yes. */
final class ServerStart {
    private static final Duration DEADLINE = Duration.ofMinutes(2);
    private static final Duration BETWEEN_QUESTIONS = Duration.ofMillis(20);
    private static final int READY = 200;

    private final Process server;
    private final HttpClient client = HttpClient.newHttpClient();
    private final HttpRequest question;
    private final long begin = System.nanoTime();

    private ServerStart(Process server, int port) {
        this.server = server;
        question = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/readyz"))
                .timeout(Duration.ofSeconds(2))
                .build();
    }

    /**
     * Starts a server, waits until it is ready, and stops it.
     *
     * @param home where the launcher lies
     * @param device that it serves on
     * @return seconds from the start until it was ready
     * @throws IOException when it does not get ready; the message says what to do
     */
    static double seconds(Path home, String device) throws IOException, InterruptedException {
        int port = freePort();
        Process server = new ProcessBuilder(
                        home.resolve("balancehead").toString(),
                        "serve",
                        "--device",
                        device,
                        "--port",
                        Integer.toString(port),
                        "--admin-port",
                        "0")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            return new ServerStart(server, port).untilReady();
        } finally {
            server.destroy();
            if (!server.waitFor(10, TimeUnit.SECONDS)) {
                server.destroyForcibly();
            }
        }
    }

    private double untilReady() throws IOException, InterruptedException {
        while (true) {
            double seconds = (System.nanoTime() - begin) / 1e9;
            if (ready()) {
                return seconds;
            }
            if (server.waitFor(BETWEEN_QUESTIONS.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IOException("the server ended before it was ready; './balancehead serve' says why");
            }
            if (seconds > DEADLINE.toSeconds()) {
                throw new IOException("the server was not ready after " + DEADLINE.toSeconds() + " seconds");
            }
        }
    }

    private boolean ready() throws InterruptedException {
        try {
            return client.send(question, HttpResponse.BodyHandlers.discarding()).statusCode() == READY;
        } catch (IOException notListeningYet) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
