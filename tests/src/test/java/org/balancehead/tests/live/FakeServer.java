package org.balancehead.tests.live;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.ServerBinding;
import org.balancehead.actors.deployment.Candidate;
import org.balancehead.actors.deployment.DeploymentCoordinator;
import org.balancehead.actors.deployment.DeploymentReply;
import org.balancehead.actors.deployment.DeploymentSettings;
import org.balancehead.actors.deployment.ModelEntry;
import org.balancehead.actors.deployment.ModelState;
import org.balancehead.actors.fakes.CountedMetrics;
import org.balancehead.actors.fakes.FakeCheckpoints;
import org.balancehead.actors.fakes.FakeFaceAnalyzer;
import org.balancehead.actors.fakes.FakeHeadModel;
import org.balancehead.actors.fakes.Heads;
import org.balancehead.actors.inference.AnalyzerOpener;
import org.balancehead.actors.inference.InferenceSettings;
import org.balancehead.actors.registry.SessionRegistry;
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

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final CountedMetrics metrics = new CountedMetrics();
    private final FakeCheckpoints checkpoints = new FakeCheckpoints();
    private final ActorSystem<SessionRegistry.Command> system;
    private final ServerBinding binding;

    FakeServer(SessionSettings settings) {
        this(settings, AccessConfig.DEFAULTS);
    }

    FakeServer(SessionSettings settings, AccessConfig access) {
        this(settings, access, DeploymentSettings.DEFAULTS);
    }

    FakeServer(SessionSettings settings, AccessConfig access, DeploymentSettings deployment) {
        this(settings, access, InferenceSettings.DEFAULTS, deployment, (device, number) -> new FakeHeadModel());
    }

    /** One that renders and inverts with that model. */
    FakeServer(SessionSettings settings, FakeHeadModel model) {
        this(settings, AccessConfig.DEFAULTS, InferenceSettings.DEFAULTS, (device, number) -> model);
    }

    /** One of other settings, and another model. */
    FakeServer(SessionSettings settings, AccessConfig access, InferenceSettings inference, Candidate.Opening model) {
        this(settings, access, inference, DeploymentSettings.DEFAULTS, model);
    }

    private FakeServer(
            SessionSettings settings,
            AccessConfig access,
            InferenceSettings inference,
            DeploymentSettings deployment,
            Candidate.Opening model) {
        this(settings, access, inference, deployment, model, cropSize -> new FakeFaceAnalyzer());
    }

    /** One that sees faces with that analyser, too. */
    FakeServer(
            SessionSettings settings,
            AccessConfig access,
            InferenceSettings inference,
            DeploymentSettings deployment,
            Candidate.Opening model,
            AnalyzerOpener analyzer) {
        system = ActorSystem.create(
                SessionRegistry.create(
                        settings,
                        inference,
                        deployment,
                        FakeCheckpoints.candidate(model),
                        checkpoints,
                        analyzer,
                        metrics.live()),
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

    /** How many actors there are, those of streams and of the toolkit's own among them. */
    long actors() {
        return ((ExtendedActorSystem) Adapter.toClassic(system))
                .printTree()
                .lines()
                .count();
    }

    CountedMetrics metrics() {
        return metrics;
    }

    /** Deploys a model when the first one serves, and says which version it becomes. */
    int deploy(String folder, Candidate.Opening opening) {
        await(1, model -> model.state() != ModelState.LOADING, PATIENCE); // while it loads, deploys are refused
        checkpoints.put(folder, opening);
        return accepted(ask(replyTo -> new DeploymentCoordinator.Deploy(Path.of(folder), replyTo)));
    }

    /** Goes back to the version before. */
    int rollBack() {
        return accepted(ask(DeploymentCoordinator.Rollback::new));
    }

    private static int accepted(DeploymentReply reply) {
        if (reply instanceof DeploymentReply.Accepted accepted) {
            return accepted.model().number();
        }
        throw new AssertionError("Not accepted: " + reply);
    }

    /** Waits until a version is in that state. */
    ModelEntry awaitState(int number, ModelState state) {
        return awaitState(number, state, PATIENCE);
    }

    /** Waits for so long at most. */
    ModelEntry awaitState(int number, ModelState state, Duration patience) {
        return await(number, entry -> entry.state() == state, patience);
    }

    private ModelEntry await(int number, Predicate<ModelEntry> wanted, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            ModelEntry entry = model(number);
            if (wanted.test(entry)) {
                return entry;
            }
            if (System.nanoTime() > deadline) {
                throw new AssertionError("It did not come to what was waited for: " + entry);
            }
            LockSupport.parkNanos(20_000_000);
        }
    }

    private ModelEntry model(int number) {
        DeploymentReply.Listed all = (DeploymentReply.Listed) ask(DeploymentCoordinator.ListModels::new);
        return all.models().stream()
                .filter(entry -> entry.number() == number)
                .findFirst()
                .orElseThrow();
    }

    private DeploymentReply ask(Function<ActorRef<DeploymentReply>, DeploymentCoordinator.Question> question) {
        return AskPattern.ask(
                        system,
                        (ActorRef<DeploymentReply> replyTo) -> new SessionRegistry.Operate(question.apply(replyTo)),
                        PATIENCE,
                        system.scheduler())
                .toCompletableFuture()
                .join();
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
