package org.balancehead.server;

import static org.apache.pekko.http.javadsl.server.Directives.concat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.http.javadsl.server.Route;
import org.balancehead.actors.archive.AvatarArchive;
import org.balancehead.actors.deployment.Candidate;
import org.balancehead.actors.deployment.CheckpointSource;
import org.balancehead.actors.deployment.DeploymentCoordinator;
import org.balancehead.actors.inference.AnalyzerOpener;
import org.balancehead.actors.registry.Beginning;
import org.balancehead.actors.registry.SessionRegistry;
import org.balancehead.model.checkpoint.CheckpointException;
import org.balancehead.model.tensor.TensorEngine;
import org.balancehead.server.admin.AdminRoutes;
import org.balancehead.server.admin.AdminToken;
import org.balancehead.server.avatars.AvatarEndpoint;
import org.balancehead.server.config.AddressRange;
import org.balancehead.server.config.HttpConfig;
import org.balancehead.server.config.InvalidConfigException;
import org.balancehead.server.config.ServerConfig;
import org.balancehead.server.deployment.AllowedFolders;
import org.balancehead.server.deployment.CheckpointFolders;
import org.balancehead.server.deployment.CheckpointUploads;
import org.balancehead.server.deployment.NextStart;
import org.balancehead.server.http.AddressConnections;
import org.balancehead.server.http.HttpServer;
import org.balancehead.server.http.Routes;
import org.balancehead.server.metrics.ConnectionMeters;
import org.balancehead.server.metrics.LiveMeters;
import org.balancehead.server.metrics.MemoryMeters;
import org.balancehead.server.metrics.ProcessMeters;
import org.balancehead.server.security.VisitorDoor;
import org.balancehead.server.websocket.StreamEndpoint;

/** A whole server, all of its parts put together: metrics, the live side, the socket, HTTP, the operators' port. */
public final class BalanceHeadServer implements AutoCloseable {
    private static final Duration BIND_DEADLINE = Duration.ofSeconds(20);

    /** What ending takes beyond the configured deadline for requests under way. */
    private static final Duration CLEAN_UP = Duration.ofSeconds(5);

    private final ServerConfig config;
    private final ActorSystem<SessionRegistry.Command> system;
    private final ActorRef<HttpServer.Command> http;
    private final InetSocketAddress address;
    private final ActorRef<HttpServer.Command> admin;
    private final InetSocketAddress adminAddress;
    private final CompletableFuture<Boolean> drained = new CompletableFuture<>();
    private final CompletableFuture<Beginning> begun = new CompletableFuture<>();

    private BalanceHeadServer(
            ServerConfig config,
            ActorSystem<SessionRegistry.Command> system,
            ActorRef<HttpServer.Command> http,
            InetSocketAddress address,
            ActorRef<HttpServer.Command> admin,
            InetSocketAddress adminAddress) {
        this.config = config;
        this.system = system;
        this.http = http;
        this.address = address;
        this.admin = admin;
        this.adminAddress = adminAddress;
        system.tell(new SessionRegistry.AwaitDrained(watch("drain-watch", end -> drained.complete(true))));
        system.tell(new SessionRegistry.AwaitBeginning(watch("begin-watch", begun::complete)));
    }

    private <T> ActorRef<T> watch(String name, Consumer<T> heard) {
        Behavior<T> once = Behaviors.receiveMessage(message -> {
            heard.accept(message);
            return Behaviors.stopped();
        });
        return system.systemActorOf(once, name, Props.empty());
    }

    /** What runs side by side on a device: rendering and inverting. */
    private static final int LANES = 2;

    private static final String CPU = "cpu";

    /**
     * Starts to listen at once, and to open the model beside; visitors are taken when that is done.
     *
     * @param first the version to begin with
     * @throws InvalidConfigException when it cannot listen there, or a file that the settings name cannot be used
     */
    public static BalanceHeadServer start(
            ServerConfig config, Candidate first, AnalyzerOpener analyzer, AdminToken token) {
        CheckpointFolders checkpoints = new CheckpointFolders(
                new AllowedFolders(config.admin().models()),
                config.inference().devices(),
                config.inference().memoryBudget());
        NextStart next = new NextStart(checkpoints, config.checkpoints(), config.checkpoint(), config.setsDefault());
        return start(config, first, next, analyzer, token);
    }

    /**
     * One that deploys from elsewhere.
     *
     * @param checkpoints that can be deployed
     */
    public static BalanceHeadServer start(
            ServerConfig config,
            Candidate first,
            CheckpointSource checkpoints,
            AnalyzerOpener analyzer,
            AdminToken token) {
        VisitorDoor visitors = VisitorDoor.of(config.access());
        config.sessions().archive().folder().ifPresent(BalanceHeadServer::prepareArchive);
        List<String> devices = config.inference().devices();
        int onCpu = Math.max(1, Collections.frequency(devices, CPU));
        TensorEngine.useThreads(Math.max(
                1, Runtime.getRuntime().availableProcessors() / (LANES * onCpu))); // for threads that start from now on
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        ProcessMeters.bind(registry);
        LiveMeters meters = new LiveMeters(registry);
        MemoryMeters.bind(registry, devices, config.inference().memoryBudget());
        ActorSystem<SessionRegistry.Command> system = ActorSystem.create(
                SessionRegistry.create(
                        config.sessions(),
                        config.inference(),
                        config.deployment(),
                        first,
                        checkpoints,
                        analyzer,
                        meters.live()),
                "balancehead",
                ServerConfig.pekko());
        Route stream = StreamEndpoint.route(system, system, config.sessions(), visitors);
        Route routes = Routes.of(
                concat(stream, AvatarEndpoint.route(system, system, visitors)),
                meters.readiness(),
                registry,
                config.demoClip());
        ActorRef<HttpServer.Command> http =
                listener(system, "http", config.http(), config.access().proxies(), registry, routes);
        CheckpointUploads uploads = new CheckpointUploads(
                config.checkpoints(), (long) config.admin().maxUploadMebibytes() << 20);
        uploads.sweep();
        Route operators = AdminRoutes.of(system, system, uploads, meters, token);
        ActorRef<HttpServer.Command> admin =
                listener(system, "admin", config.admin().http(), List.of(), registry, operators);
        return new BalanceHeadServer(config, system, http, listen(system, http), admin, listen(system, admin));
    }

    private static ActorRef<HttpServer.Command> listener(
            ActorSystem<?> system,
            String port,
            HttpConfig config,
            List<AddressRange> trusted,
            MeterRegistry registry,
            Route route) {
        AddressConnections connections = new AddressConnections(
                config.maxPerAddress(), trusted, new ConnectionMeters(registry, port, config.maxConnections()));
        return system.systemActorOf(HttpServer.create(config, connections, route), port, Props.empty());
    }

    private static void prepareArchive(Path folder) {
        try {
            AvatarArchive.prepare(folder);
        } catch (IOException unusable) {
            throw new InvalidConfigException(String.valueOf(unusable.getMessage()), unusable);
        }
    }

    private static InetSocketAddress listen(ActorSystem<?> system, ActorRef<HttpServer.Command> server) {
        HttpServer.StartReply reply =
                await(AskPattern.ask(server, HttpServer.Start::new, BIND_DEADLINE, system.scheduler()));
        if (reply instanceof HttpServer.NotStarted refused) {
            system.terminate();
            await(system.getWhenTerminated());
            throw new InvalidConfigException(refused.sentence());
        }
        return ((HttpServer.Started) reply).address();
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return address;
    }

    /** Where operators reach it. */
    public InetSocketAddress adminAddress() {
        return adminAddress;
    }

    /**
     * Waits until the first version serves; no longer when its devices or the server failed, or the server is drained:
     * false then.
     *
     * @throws CheckpointException when that version is refused for what it is, so that it would never serve; the server
     *     runs on until it is closed
     */
    public boolean awaitBeginning() {
        CompletableFuture<Void> ended = CompletableFuture.anyOf(
                        drained, system.getWhenTerminated().toCompletableFuture())
                .thenApply(any -> null);
        Object end = CompletableFuture.anyOf(begun, ended).join();
        if (end instanceof Beginning.Unfit unfit) {
            throw new CheckpointException(unfit.reason());
        }
        return end instanceof Beginning.Served;
    }

    /**
     * Takes no further sessions from now on, and lets those that there are end; the server answers questions until it
     * is closed.
     *
     * @param deadline when they are ended; the configured one when it is empty
     */
    public void drain(Optional<Duration> deadline) {
        system.tell(new SessionRegistry.Drain(deadline, system.ignoreRef()));
    }

    /** Waits until the server is drained, and may be closed. False when it failed instead. */
    public boolean awaitEnd() {
        CompletableFuture<Boolean> failed =
                system.getWhenTerminated().thenApply(done -> false).toCompletableFuture();
        return drained.applyToEither(failed, end -> end).join();
    }

    /**
     * Takes no further visitors and changes no models, lets requests under way finish within the deadline, then ends
     * the sessions, and the devices after the work that they have in hand.
     */
    @Override
    public void close() {
        system.tell(new SessionRegistry.Operate(new DeploymentCoordinator.Freeze())); // answers before lines are cut
        stop(http);
        stop(admin);
        system.tell(new SessionRegistry.Stop());
        try {
            system.getWhenTerminated().toCompletableFuture().get(CLEAN_UP.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException | InterruptedException stillAtWork) {
            system.terminate();
        }
    }

    private void stop(ActorRef<HttpServer.Command> server) {
        Duration deadline = config.http().stopDeadline().plus(CLEAN_UP);
        await(AskPattern.ask(server, HttpServer.Stop::new, deadline, system.scheduler()));
    }

    private static <T> T await(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }
}
