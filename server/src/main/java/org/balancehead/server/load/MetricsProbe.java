package org.balancehead.server.load;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;

/** Asks the server of a stream how it is. */
final class MetricsProbe {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final int OK = 200;

    private final HttpClient http;
    private final URI stream;

    /** @param stream the socket's address, {@code ws://} or {@code wss://} */
    MetricsProbe(HttpClient http, URI stream) {
        this.http = http;
        this.stream = stream;
    }

    /** Its metrics; empty when it does not answer, or shows them to others only. */
    Optional<MetricsText> metrics() throws InterruptedException {
        return answer("/metrics").map(MetricsText::parse);
    }

    boolean ready() throws InterruptedException {
        return answer("/readyz").isPresent();
    }

    private Optional<String> answer(String path) throws InterruptedException {
        URI address = URI.create("%s://%s%s"
                .formatted("wss".equals(stream.getScheme()) ? "https" : "http", stream.getRawAuthority(), path));
        try {
            HttpResponse<String> response = http.send(
                    HttpRequest.newBuilder(address).timeout(TIMEOUT).build(), HttpResponse.BodyHandlers.ofString());
            return response.statusCode() == OK ? Optional.of(response.body()) : Optional.empty();
        } catch (IOException away) {
            return Optional.empty();
        }
    }
}
