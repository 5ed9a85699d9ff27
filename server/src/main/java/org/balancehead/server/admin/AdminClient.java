package org.balancehead.server.admin;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.FileNotFoundException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Asks a server's operators' port; for commands and for trainings. */
public final class AdminClient {
    /** An answer, whatever it is. */
    public record Answer(int status, String body) {}

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Duration UPLOAD_TIMEOUT = Duration.ofMinutes(31);

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
    private final URI admin;
    private final Optional<String> token;

    /**
     * A client of one server.
     *
     * @param server such as {@code http://localhost:8081}
     * @param option with which the user named it, for the sentence
     * @throws IllegalArgumentException when that is no address: in one sentence
     */
    public AdminClient(String server, String option, Optional<String> token) {
        this.admin = admin(server, option);
        this.token = token;
    }

    private static URI admin(String server, String option) {
        try {
            URI given = URI.create(server);
            if (given.getHost() != null && ("http".equals(given.getScheme()) || "https".equals(given.getScheme()))) {
                return URI.create((server.endsWith("/") ? server : server + "/") + "admin/");
            }
        } catch (IllegalArgumentException malformed) {
            throw noAddress(server, option, malformed);
        }
        throw noAddress(server, option, null);
    }

    private static IllegalArgumentException noAddress(String server, String option, @Nullable Throwable cause) {
        return new IllegalArgumentException(
                "%s %s is no address: give the admin port's, such as http://localhost:8081.".formatted(option, server),
                cause);
    }

    /** {@code GET /admin/models}. */
    public CompletionStage<Answer> list() {
        return send(request("models").GET());
    }

    /** {@code POST /admin/models} with the folder's absolute path. */
    public CompletionStage<Answer> deploy(Path checkpoint) {
        return deployPath(checkpoint.toAbsolutePath().normalize());
    }

    /** {@code POST /admin/models} with a name in the server's own repository. */
    public CompletionStage<Answer> deployNamed(String checkpoint) {
        return deployPath(Path.of(checkpoint));
    }

    private CompletionStage<Answer> deployPath(Path path) {
        String body = JSON.createObjectNode().put("path", path.toString()).toString();
        return send(request("models")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    /** {@code POST /admin/models} with a zip of a checkpoint. */
    public CompletionStage<Answer> upload(Path zip) throws FileNotFoundException {
        return send(request("models")
                .timeout(UPLOAD_TIMEOUT)
                .header("Content-Type", "application/zip")
                .POST(HttpRequest.BodyPublishers.ofFile(zip)));
    }

    /** {@code POST /admin/models/rollback}. */
    public CompletionStage<Answer> rollback() {
        return send(request("models/rollback").POST(HttpRequest.BodyPublishers.noBody()));
    }

    /** {@code POST /admin/deployments/{number}/promote}. */
    public CompletionStage<Answer> promote(int number) {
        return send(request("deployments/%d/promote".formatted(number)).POST(HttpRequest.BodyPublishers.noBody()));
    }

    /** {@code GET /admin/deployments/{number}}. */
    public CompletionStage<Answer> deployment(int number) {
        return send(request("deployments/%d".formatted(number)).GET());
    }

    /**
     * {@code POST /admin/drain}.
     *
     * @param deadline until which sessions may end; the server's own when it is empty
     */
    public CompletionStage<Answer> drain(Optional<Duration> deadline) {
        String body = deadline.map(wanted -> JSON.createObjectNode()
                        .put("deadlineSeconds", wanted.toMillis() / 1000.0)
                        .toString())
                .orElse("");
        return send(request("drain")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    /** {@code GET /admin/drain}. */
    public CompletionStage<Answer> drainState() {
        return send(request("drain").GET());
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(admin.resolve(path)).timeout(TIMEOUT);
        token.ifPresent(secret -> request.header("Authorization", "Bearer " + secret));
        return request;
    }

    private CompletionStage<Answer> send(HttpRequest.Builder request) {
        return client.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString())
                .thenApply(response -> new Answer(response.statusCode(), response.body()));
    }
}
