package org.balancehead.tests.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.balancehead.actors.training.CheckpointSink;
import org.balancehead.model.checkpoint.CheckpointRepository;
import org.balancehead.model.face.MediaPipeFaceAnalyzer;
import org.balancehead.protocol.frame.Frame;
import org.balancehead.protocol.message.ClientMessage;
import org.balancehead.protocol.message.ServerMessage;
import org.balancehead.server.BalanceHeadServer;
import org.balancehead.server.admin.AdminClient;
import org.balancehead.server.admin.AdminToken;
import org.balancehead.server.config.ServerConfig;
import org.balancehead.server.deployment.CheckpointFolders;
import org.balancehead.server.training.AdminSink;
import org.balancehead.streaming.video.ClipReader;
import org.balancehead.streaming.video.JpegCodec;
import org.balancehead.streaming.video.UnreadableMediaException;
import org.balancehead.streaming.video.VideoFrame;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server gets its checkpoint deployed a second time while somebody is watched: nobody notices but newcomers. */
class HotSwapIT {
    private static final String SECRET = "the secret of these operators";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration FRAME = Duration.ofMillis(100);
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path models;

    private Path checkpoint;
    private ServerConfig config;
    private BalanceHeadServer server;
    private String url;
    private AdminClient operator;

    @BeforeEach
    void start() {
        config = ServerConfig.load(
                Map.of(
                        "balancehead.http.port",
                        0,
                        "balancehead.admin.port",
                        0,
                        "balancehead.deployment.canary.duration",
                        "0 s",
                        "balancehead.admin.models",
                        List.of(models.toString())),
                Optional.empty());
        checkpoint = CheckpointRepository.of(config.checkpoints()).resolve(config.checkpoint());
        server = BalanceHeadServer.start(
                config,
                CheckpointFolders.candidate(checkpoint),
                MediaPipeFaceAnalyzer::open,
                AdminToken.of(Optional.of(SECRET), config.admin().http()));
        url = "http://localhost:" + server.adminAddress().getPort();
        operator = new AdminClient(url, "--admin", Optional.of(SECRET));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void servesNewcomersTheNewVersionAndTakesTheWatchedAlongWithoutLosingAView() throws Exception {
        AtomicBoolean enough = new AtomicBoolean();
        try (StreamClient watching =
                StreamClient.connectWhenReady(server.address().getPort())) {
            ReadinessPoll readiness = new ReadinessPoll(server.address().getPort());
            ServerMessage.Welcome first = watching.greet();
            becomeAHead(watching);
            CompletableFuture<List<Frame>> watched = CompletableFuture.supplyAsync(() -> watch(watching, enough));

            CheckpointSink.Answer sent = new AdminSink(url, Optional.of(SECRET))
                    .send(checkpoint)
                    .toCompletableFuture()
                    .join();
            awaitState(2, "serving");
            ServerMessage.Welcome second = welcomeOfANewSession();
            ServerMessage.ModelChanged forward = watching.await(ServerMessage.ModelChanged.class);
            ServerMessage.Revised remade = watching.await(ServerMessage.Revised.class);
            awaitState(1, "retired");
            AdminClient.Answer rolledBack =
                    operator.rollback().toCompletableFuture().join();
            ServerMessage.ModelChanged back = watching.await(ServerMessage.ModelChanged.class);
            awaitState(2, "retired");
            enough.set(true);
            List<Frame> views = watched.join();

            readiness.assertAlwaysReady();
            assertThat(watching.lastProblem()).isEmpty();
            assertThat(sent).isEqualTo(new CheckpointSink.Accepted());
            assertThat(first.model().number()).isEqualTo(1);
            assertThat(second.model().number()).isEqualTo(2);
            assertThat(forward.model().number()).isEqualTo(2);
            assertThat(remade.revision()).isGreaterThan(1);
            assertThat(rolledBack.status()).isEqualTo(202);
            assertThat(back.model().number()).isEqualTo(1);
            assertThat(changes(views)).containsExactly(1L, 2L, 1L);
            assertThat(views)
                    .extracting(view -> view.header().sequence())
                    .containsExactlyElementsOf(IntStream.rangeClosed(1, views.size())
                            .mapToObj(Long::valueOf)
                            .toList());
            assertThat(views).extracting(view -> view.header().revision()).isSorted();
        }
    }

    /** The model versions that views show, one after the other. */
    private static List<Long> changes(List<Frame> views) {
        List<Long> models = new ArrayList<>();
        for (Frame view : views) {
            if (models.isEmpty()
                    || models.get(models.size() - 1) != view.header().model()) {
                models.add(view.header().model());
            }
        }
        return models;
    }

    private ServerMessage.Welcome welcomeOfANewSession() {
        try (StreamClient visitor = StreamClient.connect(server.address().getPort())) {
            return visitor.greet();
        }
    }

    /** Watches view after view until told that it is enough. */
    private static List<Frame> watch(StreamClient client, AtomicBoolean enough) {
        List<Frame> views = new ArrayList<>();
        while (!enough.get()) {
            client.say(new ClientMessage.Credit(1));
            views.add(client.awaitView());
        }
        return views;
    }

    /** Plays the clip until the first revision. */
    private void becomeAHead(StreamClient client) throws UnreadableMediaException {
        CompletableFuture<ServerMessage.Revised> head =
                CompletableFuture.supplyAsync(() -> client.await(ServerMessage.Revised.class));
        try (ClipReader clip = ClipReader.open(config.demoClip());
                JpegCodec codec = new JpegCodec(4096, 4096)) {
            for (var frame = clip.next(); frame.isPresent() && !head.isDone(); frame = clip.next()) {
                VideoFrame picture = frame.get();
                client.show(codec.encode(picture), picture.width(), picture.height());
                LockSupport.parkNanos(FRAME.toNanos());
            }
        }
        head.join();
    }

    private void awaitState(int number, String state) throws IOException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!list().get(number - 1).path("state").asText().equals(state) && System.nanoTime() < deadline) {
            LockSupport.parkNanos(50_000_000);
        }
        assertThat(list().get(number - 1).path("state").asText()).isEqualTo(state);
    }

    private List<JsonNode> list() throws IOException {
        List<JsonNode> all = new ArrayList<>();
        JSON.readTree(operator.list().toCompletableFuture().join().body())
                .path("models")
                .forEach(all::add);
        return all;
    }
}
