package org.balancehead.server.cli;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.balancehead.model.checkpoint.CheckpointException;
import org.balancehead.model.face.MediaPipeFaceAnalyzer;
import org.balancehead.server.BalanceHeadServer;
import org.balancehead.server.admin.AdminToken;
import org.balancehead.server.client.StreamConnection;
import org.balancehead.server.config.InvalidConfigException;
import org.balancehead.server.config.ServerConfig;
import org.balancehead.server.deployment.CheckpointFolders;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which server is loaded: one that runs already, or one that is started for it. */
final class LoadTargetOption {
    private static final Duration READY = Duration.ofMinutes(2);
    private static final Duration REMOTE_READY = Duration.ofSeconds(10);

    /** Who vanishes after each second opens as many a minute, and nobody more. */
    private static final int OPENINGS_A_VISITOR = 60;

    /** What the settings take. */
    private static final int MOST_OPENINGS = 100_000;

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "A running server's socket, such as ws://localhost:8080/v1/stream.")
    private @Nullable String url;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description =
                    "Settings of the own server, which has as many places as visitors come unless they say otherwise.")
    private @Nullable Path config;

    @Mixin
    private CheckpointOption checkpoint;

    /** The running server; empty when one is to be started. */
    Optional<LoadTarget> running() {
        return Optional.ofNullable(url)
                .map(given -> new LoadTarget(address(given), given, REMOTE_READY, Optional.empty()));
    }

    private static URI address(String url) {
        try {
            URI given = URI.create(url);
            if (given.getHost() != null && ("ws".equals(given.getScheme()) || "wss".equals(given.getScheme()))) {
                return given.getPath().length() > 1 ? given : given.resolve("/v1/stream");
            }
        } catch (IllegalArgumentException malformed) {
            throw new BadInputException(noAddress(url), malformed);
        }
        throw new BadInputException(noAddress(url));
    }

    private static String noAddress(String url) {
        return "--url %s is no socket's address: give one such as ws://localhost:8080/v1/stream.".formatted(url);
    }

    /**
     * Starts a server in this process.
     *
     * @param visitors that are to find a place in it at a time
     * @throws BadInputException when its settings or its checkpoint cannot be used
     */
    LoadTarget start(int visitors) {
        try {
            ServerConfig settings = settings(visitors);
            BalanceHeadServer server = BalanceHeadServer.start(
                    settings,
                    CheckpointFolders.first(checkpoint.folder(), settings.inference()),
                    MediaPipeFaceAnalyzer::open,
                    AdminToken.of(Optional.empty(), settings.admin().http()));
            URI stream = StreamConnection.address(server.address().getPort());
            return new LoadTarget(stream, "", READY, Optional.of(server));
        } catch (InvalidConfigException | CheckpointException unusable) {
            throw new BadInputException(String.valueOf(unusable.getMessage()), unusable);
        }
    }

    /** A place for each visitor and for each session that one may have left behind, all from this machine's address. */
    ServerConfig settings(int visitors) {
        return ServerConfig.load(
                Map.of("balancehead.http.port", 0, "balancehead.admin.port", 0),
                Optional.ofNullable(config),
                Map.of(
                        "balancehead.sessions.max",
                        2 * visitors,
                        "balancehead.sessions.max-parked",
                        visitors,
                        "balancehead.sessions.max-per-address",
                        2 * visitors,
                        "balancehead.sessions.openings-per-minute",
                        Math.min(MOST_OPENINGS, OPENINGS_A_VISITOR * visitors)));
    }
}
