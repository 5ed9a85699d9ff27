package org.balancehead.server.training;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.balancehead.actors.training.CheckpointSink;
import org.jspecify.annotations.Nullable;

/**
 * Sends checkpoints to a server on this machine through its admin API: {@code POST /admin/models} with the folder's
 * path, answered by 202.
 */
public final class AdminSink implements CheckpointSink {
    /** Environment variable with the bearer token that the server wants, if it wants one. */
    public static final String TOKEN = "BALANCEHEAD_ADMIN_TOKEN";

    private static final JsonFactory JSON = new JsonFactory();
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final int ACCEPTED = 202;
    private static final int FIRST_SERVER_ERROR = 500;
    private static final int TOO_MANY_REQUESTS = 429;

    /** Of an answer's body, in a sentence for people. */
    private static final int LONGEST_REASON = 300;

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
    private final URI models;
    private final Optional<String> token;

    /**
     * A sink at a server.
     *
     * @param server such as {@code http://localhost:8081}
     * @throws IllegalArgumentException when that is no address: in one sentence
     */
    public AdminSink(String server, Optional<String> token) {
        this.models = models(server);
        this.token = token;
    }

    private static URI models(String server) {
        try {
            URI given = URI.create(server);
            if (given.getHost() != null && ("http".equals(given.getScheme()) || "https".equals(given.getScheme()))) {
                return URI.create((server.endsWith("/") ? server : server + "/") + "admin/models");
            }
        } catch (IllegalArgumentException malformed) {
            throw noAddress(server, malformed);
        }
        throw noAddress(server, null);
    }

    private static IllegalArgumentException noAddress(String server, @Nullable Throwable cause) {
        return new IllegalArgumentException(
                "--publish %s is no address: give the admin port's, such as http://localhost:8081.".formatted(server),
                cause);
    }

    @Override
    public CompletionStage<Answer> send(Path checkpoint) {
        HttpRequest.Builder request = HttpRequest.newBuilder(models)
                .timeout(TIMEOUT)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body(checkpoint)));
        token.ifPresent(secret -> request.header("Authorization", "Bearer " + secret));
        return client.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString())
                .thenApply(response -> answer(response.statusCode(), response.body()));
    }

    private static String body(Path checkpoint) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField(
                    "path", checkpoint.toAbsolutePath().normalize().toString());
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static Answer answer(int status, String body) {
        if (status == ACCEPTED) {
            return new Accepted();
        }
        String reason = "HTTP %d %s"
                .formatted(status, body.substring(0, Math.min(body.length(), LONGEST_REASON)))
                .strip();
        if (status >= FIRST_SERVER_ERROR || status == TOO_MANY_REQUESTS) {
            throw new CompletionException(reason, null);
        }
        return new Refused(reason);
    }
}
