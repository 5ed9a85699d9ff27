package org.balancehead.tests.live;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.balancehead.actors.deployment.Candidate;
import org.balancehead.actors.deployment.CheckpointSource;
import org.balancehead.actors.fakes.FakeCheckpoints;
import org.balancehead.actors.fakes.FakeFaceAnalyzer;
import org.balancehead.actors.fakes.FakeHeadModel;
import org.balancehead.server.BalanceHeadServer;
import org.balancehead.server.admin.AdminToken;
import org.balancehead.server.config.ServerConfig;
import org.balancehead.server.load.MetricsText;

/** A whole server, both its ports and its metrics included, with fake models and the fake analyser behind it. */
final class WholeServer implements AutoCloseable {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final BalanceHeadServer server;

    /**
     * Starts it, on free ports unless the settings name one for visitors.
     *
     * @param settings that differ from the defaults, by their full keys
     * @param token of its operators; empty for none
     */
    WholeServer(Map<String, ?> settings, Optional<String> token) {
        this(settings, token, new FakeCheckpoints());
    }

    /** One that deploys those checkpoints. */
    WholeServer(Map<String, ?> settings, Optional<String> token, CheckpointSource checkpoints) {
        this(settings, token, checkpoints, (device, number) -> new FakeHeadModel());
    }

    /** One that begins with that model, too. */
    WholeServer(
            Map<String, ?> settings, Optional<String> token, CheckpointSource checkpoints, Candidate.Opening model) {
        Map<String, Object> all = new HashMap<>(settings);
        all.putIfAbsent("balancehead.http.port", 0);
        all.put("balancehead.admin.port", 0);
        all.putIfAbsent("balancehead.inference.analysers", 1); // whatever cores the machine has
        ServerConfig config = ServerConfig.load(all, Optional.empty());
        server = BalanceHeadServer.start(
                config,
                FakeCheckpoints.candidate(model),
                checkpoints,
                cropSize -> new FakeFaceAnalyzer(),
                AdminToken.of(token, config.admin().http()));
    }

    int port() {
        return server.address().getPort();
    }

    int adminPort() {
        return server.adminAddress().getPort();
    }

    /** What its {@code /metrics} says now, read strictly. */
    MetricsText metrics() throws IOException, InterruptedException {
        URI address = URI.create("http://127.0.0.1:%d/metrics".formatted(port()));
        return MetricsText.parse(
                CLIENT.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString())
                        .body());
    }

    @Override
    public void close() {
        server.close();
    }
}
