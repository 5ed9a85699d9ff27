package org.balancehead.tests.live;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.ServerBinding;
import org.balancehead.actors.deployment.Candidate;
import org.balancehead.actors.deployment.DeploymentSettings;
import org.balancehead.actors.fakes.CountedMetrics;
import org.balancehead.actors.fakes.FakeCheckpoints;
import org.balancehead.actors.fakes.FakeFaceAnalyzer;
import org.balancehead.actors.fakes.FakeHeadModel;
import org.balancehead.actors.fakes.Heads;
import org.balancehead.actors.inference.InferenceSettings;
import org.balancehead.actors.session.SessionRegistry;
import org.balancehead.actors.session.SessionSettings;
import org.balancehead.model.image.RgbImage;
import org.balancehead.server.config.AccessConfig;
import org.balancehead.server.config.ServerConfig;
import org.balancehead.server.security.VisitorDoor;
import org.balancehead.server.websocket.StreamEndpoint;
import org.balancehead.streaming.video.JpegCodec;
import org.balancehead.streaming.video.VideoFrame;

/** The stream on a free port of the loopback, with the fake model and the fake analyser behind it. */
final class FakeServer implements AutoCloseable {
    static final int WIDTH = 64;
    static final int HEIGHT = 48;

    private final CountedMetrics metrics = new CountedMetrics();
    private final ActorSystem<SessionRegistry.Command> system;
    private final ServerBinding binding;

    FakeServer(SessionSettings settings) {
        this(settings, AccessConfig.DEFAULTS);
    }

    FakeServer(SessionSettings settings, AccessConfig access) {
        this(settings, access, InferenceSettings.DEFAULTS, number -> new FakeHeadModel());
    }

    /** One that renders and inverts with that model. */
    FakeServer(SessionSettings settings, FakeHeadModel model) {
        this(settings, AccessConfig.DEFAULTS, InferenceSettings.DEFAULTS, number -> model);
    }

    /** One of other settings, and another model. */
    FakeServer(SessionSettings settings, AccessConfig access, InferenceSettings inference, Candidate.Opening model) {
        system = ActorSystem.create(
                SessionRegistry.create(
                        settings,
                        inference,
                        DeploymentSettings.DEFAULTS,
                        FakeCheckpoints.candidate(model),
                        new FakeCheckpoints(),
                        cropSize -> new FakeFaceAnalyzer(),
                        metrics),
                "live",
                ServerConfig.pekko());
        binding = Http.get(system)
                .newServerAt("127.0.0.1", 0)
                .bind(StreamEndpoint.route(system, system, settings, VisitorDoor.of(access)))
                .toCompletableFuture()
                .join();
    }

    /** The defaults but for these, of the settings below {@code balancehead.sessions}. */
    static SessionSettings settings(Map<String, ?> changed) {
        Map<String, Object> options = new HashMap<>();
        changed.forEach((key, value) -> options.put("balancehead.sessions." + key, value));
        return ServerConfig.load(options, Optional.empty()).sessions();
    }

    int port() {
        return binding.localAddress().getPort();
    }

    CountedMetrics metrics() {
        return metrics;
    }

    StreamClient connect() {
        return StreamClient.connectWhenReady(port());
    }

    /** A camera frame in which the fake analyser sees a head of that yaw and score. */
    static byte[] cameraFrame(double yawDegrees, double score) {
        return jpeg(Heads.picture(
                WIDTH, HEIGHT, (int) Math.round(128 + 2 * yawDegrees), (int) Math.round(255 * score), 120));
    }

    static byte[] jpeg(RgbImage image) {
        try (JpegCodec codec = new JpegCodec(1920, 1920)) {
            return codec.encode(new VideoFrame(image.width(), image.height(), image.rgb(), 0));
        }
    }

    @Override
    public void close() {
        system.terminate();
        try {
            system.getWhenTerminated().toCompletableFuture().get(30, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError("The system did not end.", e);
        }
    }
}
