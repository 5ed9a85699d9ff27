package org.balancehead.server.cli;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.balancehead.actors.deployment.Candidate;
import org.balancehead.model.checkpoint.CheckpointException;
import org.balancehead.model.checkpoint.CheckpointRepository;
import org.balancehead.model.face.MediaPipeFaceAnalyzer;
import org.balancehead.model.tensor.TensorEngine;
import org.balancehead.server.BalanceHeadServer;
import org.balancehead.server.admin.AdminToken;
import org.balancehead.server.config.HttpConfig;
import org.balancehead.server.config.InvalidConfigException;
import org.balancehead.server.config.ServerConfig;
import org.balancehead.server.deployment.CheckpointFolders;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code serve}: the server and the page, until it is stopped. */
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        description =
                "Serves the page and the live stream. Ctrl-C or SIGTERM drains it: sessions are asked to end, and the server"
                        + " ends with the last one; a second signal ends it at once.")
public final class ServeCommand implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(ServeCommand.class);

    @Option(names = "--port", paramLabel = "N", description = "Port to listen on; 0 takes a free one (default: 8080).")
    private @Nullable Integer port;

    @Option(
            names = "--host",
            paramLabel = "NAME",
            description = "Interface to listen on; 0.0.0.0 for all (default: 127.0.0.1).")
    private @Nullable String host;

    @Option(
            names = "--checkpoint",
            paramLabel = "NAME",
            description = "Checkpoint to serve, a name in the repository or a folder (default: the default one).")
    private @Nullable String checkpoint;

    @Option(
            names = "--device",
            paramLabel = "NAME",
            description = "What to serve on: cpu, gpu0, gpu1, …; may be repeated, visitors share them (default: cpu).")
    private @Nullable List<String> devices;

    @Option(names = "--sessions", paramLabel = "N", description = "Visitors at a time (default: 16).")
    private @Nullable Integer sessions;

    @Option(
            names = "--admin-port",
            paramLabel = "N",
            description = "The operators' port; 0 takes a free one (default: 8081).")
    private @Nullable Integer adminPort;

    @Option(
            names = "--models",
            paramLabel = "DIR",
            description = "A further folder below which deployed checkpoints may lie; may be repeated"
                    + " (default: the checkpoints' folder alone).")
    private @Nullable List<Path> models;

    @Option(names = "--config", paramLabel = "FILE", description = "Settings that differ from the defaults.")
    private @Nullable Path file;

    @Option(
            names = "--check",
            description = "Start on free ports, say whether it serves with these settings, and end: before a restart.")
    private boolean check;

    @Override
    public void run() {
        try {
            serve(ServerConfig.load(options(), Optional.ofNullable(file)));
        } catch (InvalidConfigException
                | CheckpointException
                | IllegalArgumentException trouble) { // the last: no such device
            throw new BadInputException(String.valueOf(trouble.getMessage()), trouble);
        }
    }

    private void serve(ServerConfig config) {
        config.logs().use();
        Path checkpoint = CheckpointRepository.of(config.checkpoints()).resolve(config.checkpoint());
        AdminToken token = AdminToken.of(
                Optional.ofNullable(System.getenv(AdminToken.VARIABLE)),
                config.admin().http());
        Candidate first = CheckpointFolders.first(checkpoint, config.inference());
        AtomicReference<@Nullable BalanceHeadServer> started = new AtomicReference<>();
        StopSignals.hear(count -> onSignal(started.get(), count));
        String engine = engines(config.inference().devices());
        BalanceHeadServer server = BalanceHeadServer.start(config, first, MediaPipeFaceAnalyzer::open, token);
        started.set(server);
        boolean serves = awaitBeginning(server, checkpoint);
        if (check) {
            server.close();
            end(serves, checkpoint, engine);
        }
        LOG.info(
                "BalanceHead is at {} with {} on {}",
                url(config.http(), server.address()),
                checkpoint.getFileName(),
                engine);
        LOG.info("Operators deploy at {}admin/models", url(config.admin().http(), server.adminAddress()));
        boolean drained = server.awaitEnd();
        server.close();
        halt(drained ? 0 : 1);
    }

    /** A checkpoint that does not fit is the user's to replace, as one that is damaged is: nothing runs on with it. */
    private static boolean awaitBeginning(BalanceHeadServer server, Path checkpoint) {
        try {
            return server.awaitBeginning();
        } catch (CheckpointException unfit) {
            server.close();
            throw new BadInputException(
                    "%s cannot be served: %s Name another checkpoint (--checkpoint), or make this one anew."
                            .formatted(checkpoint, unfit.getMessage()),
                    unfit);
        }
    }

    private static void end(boolean serves, Path checkpoint, String engine) {
        if (serves) {
            LOG.info("It serves with these settings: {} on {}", checkpoint.getFileName(), engine);
        } else {
            LOG.error("It does not serve with these settings: see above.");
        }
        halt(serves ? 0 : 1);
    }

    /** The first one drains, a second one does not wait any longer. */
    private static void onSignal(@Nullable BalanceHeadServer server, int count) {
        if (server == null) {
            halt(0);
        } else {
            server.drain(count == 1 ? Optional.empty() : Optional.of(Duration.ZERO));
        }
    }

    /** Ends the process without Java's own way, because the engine must not be taken down while a thread computes. */
    private static void halt(int status) {
        Runtime.getRuntime().halt(status);
    }

    private Map<String, Object> options() {
        Map<String, Object> options = new HashMap<>();
        put(options, "balancehead.http.port", check ? Integer.valueOf(0) : port);
        put(options, "balancehead.http.interface", host);
        put(options, "balancehead.checkpoint.name", checkpoint);
        put(options, "balancehead.devices", devices);
        put(options, "balancehead.sessions.max", sessions);
        put(options, "balancehead.admin.port", check ? Integer.valueOf(0) : adminPort);
        put(options, "balancehead.admin.models", absolute(models));
        return options;
    }

    /** Options count from the working directory, settings from the home. */
    private static @Nullable List<String> absolute(@Nullable List<Path> folders) {
        return folders == null
                ? null
                : folders.stream().map(Path::toAbsolutePath).map(Path::toString).toList();
    }

    private static void put(Map<String, Object> options, String key, @Nullable Object value) {
        if (value != null) {
            options.put(key, value);
        }
    }

    private static String url(HttpConfig port, InetSocketAddress address) {
        boolean here =
                address.getAddress().isLoopbackAddress() || address.getAddress().isAnyLocalAddress();
        return "%s://%s:%d/".formatted(port.scheme(), here ? "localhost" : address.getHostString(), address.getPort());
    }

    /** Tries the devices before anybody waits for them, and says plainly when they are the slow path. */
    private static String engines(List<String> devices) {
        return devices.stream().distinct().map(ServeCommand::engine).collect(Collectors.joining("; "));
    }

    private static String engine(String device) {
        try (TensorEngine engine = TensorEngine.on(device)) {
            return device.equals("cpu")
                    ? "%s, CPU with %d cores: the slow path, with a GPU (--device gpu0) views come several times faster"
                            .formatted(engine.version(), Runtime.getRuntime().availableProcessors())
                    : "%s, %s".formatted(engine.version(), engine.deviceName());
        }
    }
}
