package org.balancehead.server.http;

import com.typesafe.config.ConfigFactory;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.http.javadsl.server.Directives;
import org.apache.pekko.http.javadsl.server.Route;
import org.balancehead.server.config.HttpConfig;
import org.balancehead.server.metrics.ConnectionMeters;

/** A server on a free port of the loopback, for tests, with a stream route of theirs. */
final class RunningServer implements AutoCloseable {
    private static final Route BROKEN = Directives.path("broken", () -> {
        throw new IllegalStateException("A secret of the server");
    });

    private final ActorTestKit kit = ActorTestKit.create(
            ConfigFactory.parseResources("pekko.conf").withFallback(ConfigFactory.load("application-test")));
    private final HttpClient client = HttpClient.newHttpClient();
    private final PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final InetSocketAddress address;
    private volatile Readiness.State state = new Readiness.State(true, "");

    RunningServer(Path demoClip) {
        Route route = Routes.of(BROKEN, () -> state, metrics, demoClip);
        TestProbe<HttpServer.StartReply> replies = kit.createTestProbe();
        ActorRef<HttpServer.Command> server = kit.spawn(HttpServer.create(loopback(0), unbounded(metrics), route));
        server.tell(new HttpServer.Start(replies.ref()));
        address = ((HttpServer.Started) replies.receiveMessage()).address();
    }

    static AddressConnections unbounded(PrometheusMeterRegistry metrics) {
        return new AddressConnections(Integer.MAX_VALUE, List.of(), new ConnectionMeters(metrics, "http", 16));
    }

    static HttpConfig loopback(int port) {
        return new HttpConfig(
                "127.0.0.1",
                port,
                16,
                16,
                Duration.ofSeconds(10),
                Duration.ofSeconds(10),
                Duration.ofSeconds(1),
                Optional.empty(),
                HttpConfig.PUBLIC);
    }

    PrometheusMeterRegistry metrics() {
        return metrics;
    }

    int port() {
        return address.getPort();
    }

    void setState(Readiness.State state) {
        this.state = state;
    }

    HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        return send("GET", path, headers);
    }

    HttpResponse<String> send(String method, String path, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:%d%s".formatted(address.getPort(), path)))
                .method(method, HttpRequest.BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @Override
    public void close() {
        kit.shutdownTestKit();
    }
}
