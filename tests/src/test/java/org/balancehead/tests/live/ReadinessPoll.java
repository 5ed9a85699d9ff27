package org.balancehead.tests.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

/** Asks {@code /readyz} again and again from its making to its end, as a load balancer does. */
final class ReadinessPoll {
    private static final Duration PERIOD = Duration.ofMillis(20);

    private final HttpRequest question;
    private final CompletableFuture<List<Integer>> asking;
    private volatile boolean enough;

    ReadinessPoll(int port) {
        question = HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/readyz".formatted(port)))
                .build();
        asking = CompletableFuture.supplyAsync(this::ask);
    }

    /** Ends it: whenever it asked, the server was ready. */
    void assertAlwaysReady() {
        enough = true;
        assertThat(asking.join()).hasSizeGreaterThan(10).containsOnly(200);
    }

    private List<Integer> ask() {
        HttpClient client = HttpClient.newHttpClient();
        List<Integer> answers = new ArrayList<>();
        while (!enough) {
            try {
                answers.add(client.send(question, HttpResponse.BodyHandlers.discarding())
                        .statusCode());
            } catch (IOException e) {
                throw new AssertionError("The server did not answer.", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("Interrupted.", e);
            }
            LockSupport.parkNanos(PERIOD.toNanos());
        }
        return answers;
    }
}
