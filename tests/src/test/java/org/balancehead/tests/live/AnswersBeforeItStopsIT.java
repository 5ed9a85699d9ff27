package org.balancehead.tests.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.balancehead.actors.fakes.FakeCheckpoints;
import org.junit.jupiter.api.Test;

/** A server that stops answers the operators who wait before it cuts their lines. */
class AnswersBeforeItStopsIT {
    private final FakeCheckpoints checkpoints = new FakeCheckpoints();

    @Test
    void tellsWhoseCheckpointIsBeingVerifiedThatItStops() throws Exception {
        CountDownLatch verifying = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        checkpoints.whileChecking(() -> {
            verifying.countDown();
            Patience.await(go);
        });
        WholeServer server = new WholeServer(Map.of(), Optional.empty(), checkpoints);
        CompletableFuture<HttpResponse<String>> answer = deploy(server.adminPort());
        verifying.await();

        server.close();

        assertThat(answer.join().statusCode()).isEqualTo(503);
        assertThat(answer.join().body())
                .contains("The server is stopping and changes its models no more: ask again when it is back.");
        go.countDown();
    }

    private static CompletableFuture<HttpResponse<String>> deploy(int adminPort) {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://localhost:%d/admin/models".formatted(adminPort)))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"path\":\"second\"}"))
                .build();
        return HttpClient.newHttpClient().sendAsync(request, HttpResponse.BodyHandlers.ofString());
    }
}
