package org.balancehead.server.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.balancehead.actors.training.CheckpointSink;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdminSinkTest {
    private static final Path CHECKPOINT = Path.of("runs", "a", "..", "b");

    private final List<String> asked = new ArrayList<>();
    private volatile int status;
    private HttpServer server;
    private String url;

    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            asked.add("%s %s %s %s"
                    .formatted(
                            exchange.getRequestMethod(),
                            exchange.getRequestURI(),
                            exchange.getRequestHeaders().getFirst("Authorization"),
                            body));
            byte[] answer = "{\"error\":{\"code\":\"why\"}}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
        url = "http://localhost:" + server.getAddress().getPort();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void postsTheAbsoluteFolderWithTheToken() {
        status = 202;

        CheckpointSink.Answer answer = send(new AdminSink(url + "/", Optional.of("secret")));

        assertThat(answer).isEqualTo(new CheckpointSink.Accepted());
        assertThat(asked)
                .containsExactly("POST /admin/models Bearer secret {\"path\":\"%s\"}"
                        .formatted(Path.of("runs", "b").toAbsolutePath()));
    }

    @Test
    void takesAnAnswerThatBlamesTheCheckpointAsARefusal() {
        status = 422;

        CheckpointSink.Answer answer = send(new AdminSink(url, Optional.empty()));

        assertThat(answer).isEqualTo(new CheckpointSink.Refused("HTTP 422 {\"error\":{\"code\":\"why\"}}"));
        assertThat(asked).first().asString().contains(" null ");
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 500, 503})
    void failsWhereAnotherTryMayHelp(int trouble) {
        status = trouble;

        assertThatThrownBy(() -> send(new AdminSink(url, Optional.empty())))
                .isInstanceOf(CompletionException.class)
                .hasMessageContaining("HTTP " + trouble);
    }

    @Test
    void failsWhereNobodyListens() {
        server.stop(0);

        assertThatThrownBy(() -> send(new AdminSink(url, Optional.empty()))).isInstanceOf(CompletionException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost:8081", "ftp://localhost", "http://", "not an address"})
    void refusesWhatIsNoAddress(String wrong) {
        assertThatThrownBy(() -> new AdminSink(wrong, Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("--publish %s is no address: give the admin port's, such as http://localhost:8081."
                        .formatted(wrong));
    }

    private static CheckpointSink.Answer send(AdminSink sink) {
        return sink.send(CHECKPOINT).toCompletableFuture().join();
    }
}
