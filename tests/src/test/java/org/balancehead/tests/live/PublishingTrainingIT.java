package org.balancehead.tests.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.balancehead.actors.deployment.CheckpointSource;
import org.balancehead.model.face.MediaPipeFaceAnalyzer;
import org.balancehead.model.training.BallDataset;
import org.balancehead.protocol.frame.Frame;
import org.balancehead.protocol.message.ClientMessage;
import org.balancehead.protocol.message.ServerMessage;
import org.balancehead.server.BalanceHeadServer;
import org.balancehead.server.admin.AdminToken;
import org.balancehead.server.cli.BalanceHeadCommand;
import org.balancehead.server.config.ServerConfig;
import org.balancehead.server.deployment.AllowedFolders;
import org.balancehead.server.deployment.CheckpointFolders;
import org.balancehead.streaming.video.ClipReader;
import org.balancehead.streaming.video.JpegCodec;
import org.balancehead.streaming.video.UnreadableMediaException;
import org.balancehead.streaming.video.VideoFrame;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A training in a process of its own publishes into a live server: who watches sees the new model without connecting
 * again, and when the training is killed, even while its model is taken, nobody notices. The model is of the smallest
 * preset, on shaded balls.
 */
class PublishingTrainingIT {
    private static final String SECRET = "the secret of these operators";
    private static final Duration TRAINED = Duration.ofMinutes(5);
    private static final Duration FRAME = Duration.ofMillis(100);
    private static final int VIEWS_AFTERWARDS = 20;

    @TempDir
    private static Path folder;

    private final List<Process> trainings = new ArrayList<>();
    private final List<Frame> views = new CopyOnWriteArrayList<>();

    private volatile boolean enough;

    /** The checkpoint that each server begins with. */
    @BeforeAll
    static void trainTheFirst() throws Exception {
        new BallDataset(folder.resolve("balls"), 128).write(3, 3);
        Process first = training("first", "--steps", "2", "--every", "2");
        try {
            assertThat(first.waitFor(TRAINED.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } finally {
            first.destroyForcibly();
        }
        assertThat(first.exitValue()).as(log("first")).isZero();
    }

    /** Whatever failed: no training is left behind. */
    @AfterEach
    void endTrainings() {
        trainings.forEach(Process::destroyForcibly);
    }

    @Test
    void showsWhoWatchesTheModelThatWasJustTrained() throws Exception {
        ServerConfig config = config();
        try (BalanceHeadServer server = server(config, folders(config));
                StreamClient viewer =
                        StreamClient.connectWhenReady(server.address().getPort())) {
            ServerMessage.Welcome welcome = viewer.greet();
            becomeAHead(viewer, config.demoClip());
            CompletableFuture<Void> watching = CompletableFuture.runAsync(() -> watch(viewer));

            Process second = train("second", server);
            ServerMessage.ModelChanged changed = changed(viewer, second, "second");
            second.destroyForcibly().waitFor(); // SIGKILL
            watchOn();
            watching.join();

            assertThat(welcome.model().number()).isEqualTo(1);
            assertThat(changed.model().number()).isGreaterThan(1);
            assertThatNoViewIsMissing();
        }
    }

    @Test
    void servesOnWhenTheTrainingIsKilledWhileTheServerTakesItsModel() throws Exception {
        ServerConfig config = config();
        CheckpointFolders folders = folders(config);
        CountDownLatch loading = new CountDownLatch(1);
        CountDownLatch killed = new CountDownLatch(1);
        CheckpointSource braked = checkpoint -> {
            loading.countDown();
            Patience.until("the training is killed", () -> killed.getCount() == 0);
            return folders.check(checkpoint);
        };
        FolderSnapshot repository = FolderSnapshot.of(List.of(config.checkpoints()));
        try (BalanceHeadServer server = server(config, braked);
                StreamClient viewer =
                        StreamClient.connectWhenReady(server.address().getPort())) {
            viewer.greet();
            becomeAHead(viewer, config.demoClip());
            CompletableFuture<Void> watching = CompletableFuture.runAsync(() -> watch(viewer));

            Process third = train("third", server);
            assertThat(loading.await(TRAINED.toSeconds(), TimeUnit.SECONDS))
                    .as(log("third"))
                    .isTrue();
            third.destroyForcibly().waitFor(); // SIGKILL, before the server has answered its post
            killed.countDown();
            ServerMessage.ModelChanged changed = viewer.await(ServerMessage.ModelChanged.class, TRAINED);
            watchOn();
            watching.join();

            assertThat(changed.model().number()).isGreaterThan(1); // what was sent was whole
            assertThatNoViewIsMissing();
        }
        assertThat(repository.changes()).isEmpty();
    }

    /** Lets the viewer see some more from now on. */
    private void watchOn() {
        int until = views.size() + VIEWS_AFTERWARDS;
        Patience.until("the viewer sees more views", () -> views.size() >= until);
        enough = true;
    }

    private void assertThatNoViewIsMissing() {
        assertThat(views).extracting(view -> view.header().model()).isSorted().contains(1L);
        assertThat(views.get(views.size() - 1).header().model()).isGreaterThanOrEqualTo(2);
        assertThat(views)
                .extracting(view -> view.header().sequence())
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, views.size()).boxed().toList());
        assertThat(views).extracting(view -> view.header().revision()).isSorted();
    }

    private static BalanceHeadServer server(ServerConfig config, CheckpointSource checkpoints) throws IOException {
        return BalanceHeadServer.start(
                config,
                CheckpointFolders.candidate(snapshot("first")),
                checkpoints,
                MediaPipeFaceAnalyzer::open,
                AdminToken.of(Optional.of(SECRET), config.admin().http()));
    }

    private static CheckpointFolders folders(ServerConfig config) {
        return new CheckpointFolders(
                new AllowedFolders(config.admin().models()),
                config.inference().devices(),
                config.inference().memoryBudget());
    }

    private static ServerConfig config() {
        return ServerConfig.load(
                Map.of(
                        "balancehead.http.port",
                        0,
                        "balancehead.admin.port",
                        0,
                        "balancehead.admin.models",
                        List.of(folder.toString()),
                        "balancehead.deployment.canary.duration",
                        "0 s",
                        // models of two steps make avatars as they please
                        "balancehead.deployment.move-psnr-tolerance",
                        60,
                        "balancehead.deployment.move-identity-tolerance",
                        2),
                Optional.empty());
    }

    private static ServerMessage.ModelChanged changed(StreamClient viewer, Process training, String run)
            throws Exception {
        CompletableFuture<ServerMessage.ModelChanged> changed =
                CompletableFuture.supplyAsync(() -> viewer.await(ServerMessage.ModelChanged.class, TRAINED));
        while (!changed.isDone()) {
            if (training.waitFor(50, TimeUnit.MILLISECONDS)) {
                fail("The training ended early:\n" + log(run));
            }
        }
        if (changed.isCompletedExceptionally()) {
            fail("No model came from the training:\n" + log(run));
        }
        return changed.join();
    }

    private void watch(StreamClient viewer) {
        while (!enough) {
            viewer.say(new ClientMessage.Credit(1));
            views.add(viewer.awaitView());
            LockSupport.parkNanos(FRAME.toNanos()); // leaves the cores to the training
        }
    }

    /** Plays the clip until the first revision. */
    private static void becomeAHead(StreamClient viewer, Path demo) throws UnreadableMediaException {
        CompletableFuture<ServerMessage.Revised> head =
                CompletableFuture.supplyAsync(() -> viewer.await(ServerMessage.Revised.class));
        try (ClipReader clip = ClipReader.open(demo);
                JpegCodec codec = new JpegCodec(4096, 4096)) {
            for (var frame = clip.next(); frame.isPresent() && !head.isDone(); frame = clip.next()) {
                VideoFrame picture = frame.get();
                viewer.show(codec.encode(picture), picture.width(), picture.height());
                LockSupport.parkNanos(FRAME.toNanos());
            }
        }
        head.join();
    }

    /** One that publishes every second step as long as it gets better. */
    private Process train(String run, BalanceHeadServer server) throws IOException {
        Process training = training(
                run,
                "--steps",
                "10000",
                "--every",
                "1000",
                "--snapshots",
                "2",
                "--publish",
                "http://localhost:" + server.adminAddress().getPort());
        trainings.add(training);
        return training;
    }

    private static Process training(String run, String... more) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-Dai.djl.offline=true",
                "-cp",
                System.getProperty("java.class.path"),
                BalanceHeadCommand.class.getName()));
        String balls = folder.resolve("balls").toString();
        command.addAll(List.of("train", "--preset", "miniature", "--batch", "1", "--save-minutes", "10"));
        command.addAll(List.of("--data", balls, "--held", balls));
        command.addAll(List.of("--out", folder.resolve(run).toString()));
        command.addAll(List.of(more));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(run + ".log").toFile());
        builder.environment().put(AdminToken.VARIABLE, SECRET);
        return builder.start();
    }

    private static Path snapshot(String run) throws IOException {
        try (Stream<Path> snapshots = Files.list(folder.resolve(run).resolve("snapshots"))) {
            return snapshots.filter(Files::isDirectory).sorted().findFirst().orElseThrow();
        }
    }

    private static String log(String run) throws IOException {
        return Files.readString(folder.resolve(run + ".log"));
    }
}
