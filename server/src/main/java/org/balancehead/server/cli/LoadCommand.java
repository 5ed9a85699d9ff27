package org.balancehead.server.cli;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.balancehead.model.benchmark.Machine;
import org.balancehead.model.checkpoint.CheckpointException;
import org.balancehead.model.face.MediaPipeFaceAnalyzer;
import org.balancehead.model.tensor.TensorEngine;
import org.balancehead.protocol.message.ViewMode;
import org.balancehead.server.BalanceHeadServer;
import org.balancehead.server.admin.AdminToken;
import org.balancehead.server.client.EncodedClip;
import org.balancehead.server.client.StreamConnection;
import org.balancehead.server.config.InvalidConfigException;
import org.balancehead.server.config.ServerConfig;
import org.balancehead.server.deployment.CheckpointFolders;
import org.balancehead.server.load.LoadComparison;
import org.balancehead.server.load.LoadPlan;
import org.balancehead.server.load.LoadReport;
import org.balancehead.server.load.LoadRun;
import org.balancehead.streaming.video.UnreadableMediaException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code load}: many visitors at a time over real sockets, and what they see. */
@Command(
        name = "load",
        mixinStandardHelpOptions = true,
        description = {
            "Lets many visitors play a clip to a server and tells what they see: percentiles, shares, drops, memory.",
            "Without --url it starts a server of its own in the same process, with the given checkpoint and settings."
        })
public final class LoadCommand implements Callable<Integer> {
    /** The launcher sets it where standard error is a terminal. */
    private static final String TERMINAL = "balancehead.terminal";

    private static final Duration READY = Duration.ofMinutes(2);
    private static final Duration REMOTE_READY = Duration.ofSeconds(10);
    private static final ObjectMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    @Option(
            names = "--sessions",
            paramLabel = "N",
            defaultValue = "8",
            description = "Visitors at a time (default ${DEFAULT-VALUE}).")
    private int sessions;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            defaultValue = "60",
            description = "How long they stay (default ${DEFAULT-VALUE}).")
    private int seconds;

    @Option(
            names = "--clip",
            paramLabel = "FILE",
            description = "What their cameras show, over and over (default: the bundled clip).")
    private @Nullable Path clip;

    @Option(
            names = "--camera-fps",
            paramLabel = "N",
            defaultValue = "12",
            description = "Camera frames a second, as the page sends (default ${DEFAULT-VALUE}).")
    private int cameraFps;

    @Option(
            names = "--fps",
            paramLabel = "N",
            defaultValue = "24",
            description = "Views a second that each asks for (default ${DEFAULT-VALUE}).")
    private int fps;

    @Option(
            names = "--mode",
            paramLabel = "MODE",
            defaultValue = "mirror",
            description = "orbit, mirror, fixed or camera (default ${DEFAULT-VALUE}); the age of frames is known in"
                    + " mirror alone.")
    private String mode;

    @Option(
            names = "--size",
            paramLabel = "N",
            defaultValue = "256",
            description = "Side of the views in pixels (default ${DEFAULT-VALUE}).")
    private int size;

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "A running server's socket, such as ws://localhost:8080/v1/stream.")
    private @Nullable String url;

    @Option(names = "--config", paramLabel = "FILE", description = "Settings of the own server.")
    private @Nullable Path config;

    @Mixin
    private CheckpointOption checkpoint;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the figures there, too.")
    private @Nullable Path json;

    @Option(
            names = "--against",
            paramLabel = "FILE",
            description = "An earlier run's --json of this machine: say what got worse by more than 25 %%, and end"
                    + " with 1 when anything did.")
    private @Nullable Path against;

    @Spec
    private CommandSpec spec;

    private final Path home = Path.of(System.getProperty("balancehead.home", "."));

    @Override
    public Integer call() throws InterruptedException {
        Path file = clip == null ? home.resolve("demo").resolve("webcam.mp4") : clip;
        LoadPlan plan = plan(file);
        Optional<URI> stream = Optional.ofNullable(url).map(LoadCommand::address);
        Optional<LoadReport> earlier = Optional.ofNullable(against).map(LoadCommand::read);
        Machine machine = machine();
        earlier.flatMap(run -> LoadComparison.whyNot(run, machine, plan, stream.isEmpty()))
                .ifPresent(why -> {
                    throw new BadInputException(why);
                });
        EncodedClip frames = encoded(file);
        LoadReport report = stream.isPresent()
                ? measure(plan, stream.get(), String.valueOf(url), frames, machine, REMOTE_READY)
                : measureOwn(plan, frames, machine);
        new LoadTable(report).lines().forEach(this::print);
        if (json != null) {
            new JsonFile(json).write(report);
        }
        return earlier.isEmpty() || isAsGood(earlier.get(), report) ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private static Machine machine() {
        try (TensorEngine engine = TensorEngine.onCpu()) {
            return Machine.with(engine);
        }
    }

    private LoadPlan plan(Path file) {
        try {
            ViewMode wanted = ViewMode.ofName(mode);
            return new LoadPlan(
                    sessions, seconds, String.valueOf(file.getFileName()), cameraFps, fps, wanted.wireName(), size);
        } catch (IllegalArgumentException outOfRange) {
            throw new BadInputException(String.valueOf(outOfRange.getMessage()), outOfRange);
        }
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

    private static LoadReport read(Path file) {
        try {
            return JSON.readValue(file.toFile(), LoadReport.class);
        } catch (IOException | RuntimeException unreadable) {
            throw new BadInputException(
                    "%s is no report of a load: give a file that 'load --json' wrote.".formatted(file), unreadable);
        }
    }

    private static EncodedClip encoded(Path file) {
        try {
            return EncodedClip.read(file);
        } catch (UnreadableMediaException e) {
            throw new BadInputException(String.valueOf(e.getMessage()), e);
        }
    }

    private LoadReport measureOwn(LoadPlan plan, EncodedClip frames, Machine machine) throws InterruptedException {
        ServerConfig settings;
        try {
            settings = ServerConfig.load(
                    Map.of("balancehead.http.port", 0, "balancehead.admin.port", 0), Optional.ofNullable(config));
        } catch (InvalidConfigException wrong) {
            throw new BadInputException(String.valueOf(wrong.getMessage()), wrong);
        }
        AdminToken nobody = AdminToken.of(Optional.empty(), settings.admin().http());
        try (BalanceHeadServer server = BalanceHeadServer.start(
                settings, CheckpointFolders.candidate(checkpoint.folder()), MediaPipeFaceAnalyzer::open, nobody)) {
            URI stream = StreamConnection.address(server.address().getPort());
            return measure(plan, stream, "", frames, machine, READY);
        } catch (CheckpointException unusable) {
            throw new BadInputException(String.valueOf(unusable.getMessage()), unusable);
        }
    }

    private LoadReport measure(
            LoadPlan plan, URI stream, String server, EncodedClip frames, Machine machine, Duration patience)
            throws InterruptedException {
        LoadConsole console = new LoadConsole(spec.commandLine().getErr(), Boolean.getBoolean(TERMINAL), plan);
        LoadRun run = new LoadRun(plan, stream, frames, console);
        if (!run.awaitReady(patience)) {
            throw new UnreachableServerException(
                    "No server that is ready answers at %s: start one with './balancehead serve'.".formatted(stream));
        }
        return run.run(machine, SourceCommit.of(home), server);
    }

    private boolean isAsGood(LoadReport earlier, LoadReport now) {
        List<LoadComparison.Worse> worse = LoadComparison.between(earlier, now);
        worse.forEach(one -> print(LoadTable.words(one)));
        if (worse.isEmpty()) {
            print("Nothing is worse by more than 25 % than at commit " + earlier.commit() + ".");
        }
        return worse.isEmpty();
    }

    private void print(String line) {
        spec.commandLine().getOut().println(line);
        spec.commandLine().getOut().flush();
    }
}
