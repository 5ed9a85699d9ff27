package org.balancehead.tests.live;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.balancehead.model.checkpoint.Checkpoint;
import org.balancehead.model.checkpoint.CheckpointRepository;
import org.balancehead.model.checkpoint.StoredTensor;
import org.balancehead.model.evaluation.QualityFloor;
import org.balancehead.model.face.MediaPipeFaceAnalyzer;
import org.balancehead.protocol.frame.FrameHeader;
import org.balancehead.server.BalanceHeadServer;
import org.balancehead.server.admin.AdminClient;
import org.balancehead.server.admin.AdminToken;
import org.balancehead.server.config.ServerConfig;
import org.balancehead.server.deployment.CheckpointFolders;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The default checkpoint, made bad in every way: each is refused by what is wrong with it, and the good one serves on,
 * newcomers as well as one who watches it all the time.
 */
class BadCheckpointIT {
    private static final String SECRET = "the secret of these operators";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int FPS = 4;
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private static Path models;

    private static Checkpoint good;
    private static BalanceHeadServer server;
    private static AdminClient operator;
    private static Watcher watcher;

    /** Versions that nothing is wrong with. */
    private static final Set<Long> SOUND = ConcurrentHashMap.newKeySet();

    @BeforeAll
    static void start() throws IOException {
        ServerConfig config = ServerConfig.load(
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
        good = Checkpoint.open(CheckpointRepository.of(config.checkpoints()).resolve(config.checkpoint()));
        server = BalanceHeadServer.start(
                config,
                CheckpointFolders.candidate(good.folder()),
                MediaPipeFaceAnalyzer::open,
                AdminToken.of(Optional.of(SECRET), config.admin().http()));
        String url = "http://localhost:" + server.adminAddress().getPort();
        operator = new AdminClient(url, "--admin", Optional.of(SECRET));
        SOUND.add(1L);
        watcher = new Watcher(
                StreamClient.connectWhenReady(server.address().getPort()), Watcher.hello(FPS), Watcher.Sight.photo());
    }

    @AfterAll
    static void showedTheWatcherNothingElseAllTheTime() {
        List<FrameHeader> seen;
        try (Watcher leaving = watcher) {
            seen = leaving.stop().stream().map(Watcher.Seen::header).toList();
        } finally {
            server.close();
        }

        assertThat(seen)
                .extracting(FrameHeader::sequence)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, seen.size()).boxed().toList());
        assertThat(seen).extracting(FrameHeader::model).contains(1L).isSubsetOf(SOUND);
    }

    @AfterEach
    void stillServesTheGoodOne() throws IOException {
        try (StreamClient visitor = StreamClient.connect(server.address().getPort())) {
            assertThat(visitor.greet().model().number()).isEqualTo(1);
        }
        assertThat(model(1).path("state").asText()).isEqualTo("serving");
    }

    @Test
    void halfWritten() throws IOException {
        Path half = copy("half");
        Files.delete(half.resolve("encoder.safetensors"));
        Path cut = copy("cut");
        try (FileChannel generator = FileChannel.open(cut.resolve("generator.safetensors"), StandardOpenOption.WRITE)) {
            generator.truncate(1_000_000);
        }
        Path withoutManifest = copy("without-manifest");
        Files.delete(withoutManifest.resolve("manifest.json"));

        assertThat(refusal(half)).contains("bad-checkpoint", "encoder.safetensors is missing");
        assertThat(refusal(cut)).contains("bad-checkpoint", "generator.safetensors has ", "but the manifest says");
        assertThat(refusal(withoutManifest)).contains("bad-checkpoint", "is no checkpoint: it has no manifest.json");
    }

    @Test
    void wrongSha256() throws IOException {
        Path damaged = copy("damaged");
        byte[] bytes = Files.readAllBytes(damaged.resolve("generator.safetensors"));
        bytes[bytes.length / 2] ^= 1;
        Files.write(damaged.resolve("generator.safetensors"), bytes);

        assertThat(refusal(damaged)).contains("bad-checkpoint", "generator.safetensors is damaged", "SHA-256");
    }

    @Test
    void pickle() throws IOException {
        Path folder = Files.createDirectory(models.resolve("pickled"));
        Path pickle = Files.write(folder.resolve("network.pkl"), new byte[] {(byte) 0x80, 4, '.'});

        assertThat(refusal(folder)).contains("bad-checkpoint", "network.pkl is a pickle");
        assertThat(refusal(pickle)).contains("bad-checkpoint", "network.pkl is a pickle");
    }

    @Test
    void elsewhere() {
        assertThat(refusal(models.resolve("../elsewhere"))).contains("forbidden-folder");
    }

    @Test
    void wrongShape() throws IOException {
        Path odd = remade("odd", Map.of(), tensors -> {
            StoredTensor bias = tensor(tensors, "field.hidden.bias");
            tensors.put("field.hidden.bias", new StoredTensor(bias.precision(), new long[] {1, 48}, bias.values()));
            return tensors;
        });

        assertThat(refusedWhileLoading(odd))
                .contains("the weight 'field.hidden.bias' has the shape [1, 48], but must have [48]");
    }

    @Test
    void weightThatIsNoNumber() throws IOException {
        Path blind = remade("blind", Map.of(), tensors -> {
            float[] values = tensor(tensors, "field.out.weight").values().clone();
            values[5] = Float.NaN;
            tensors.put("field.out.weight", like(tensor(tensors, "field.out.weight"), values));
            return tensors;
        });

        assertThat(refusedWhileLoading(blind)).contains("field.out.weight");
    }

    @Test
    void blocksOfOtherShapesExchanged() throws IOException {
        Path exchanged = remade("exchanged", Map.of(), tensors -> {
            StoredTensor first = tensor(tensors, "mapping.fc0.weight");
            tensors.put("mapping.fc0.weight", tensor(tensors, "mapping.fc1.weight"));
            tensors.put("mapping.fc1.weight", first);
            return tensors;
        });

        assertThat(refusedWhileLoading(exchanged)).contains("the weight 'mapping.fc0.weight' has the shape [256, 256]");
    }

    @Test
    void blocksOfOneShapeReorderedSoThatOnlyTheGoldenHeadShowsIt() throws IOException {
        Path reordered = remade("reordered", statedFloor(), tensors -> {
            StoredTensor basis = tensor(tensors, "chart.basis");
            int blocks = (int) basis.shape()[0];
            int length = basis.values().length / blocks;
            float[] values = new float[basis.values().length];
            for (int block = 0; block < blocks; block++) {
                System.arraycopy(basis.values(), block * length, values, (blocks - 1 - block) * length, length);
            }
            tensors.put("chart.basis", like(basis, values));
            return tensors;
        });

        assertThat(refusedWhileLoading(reordered))
                .contains("It gets its golden head back with a PSNR of ", "but its manifest's floor is");
    }

    @Test
    void goodOneWhoseManifestAsksForMoreThanItDoes() throws IOException {
        double more = 10 + QualityFloor.of(good.manifest().metrics()).psnr().orElseThrow();
        Path ambitious = remade("ambitious", Map.of(QualityFloor.PSNR, more), UnaryOperator.identity());

        String sentence = refusedWhileLoading(ambitious);

        assertThat(sentence).contains("golden head", "its manifest's floor is %.1f".formatted(more));
    }

    @Test
    void goodOneWithTheSameFloorIsServed() throws IOException {
        Path same = remade("same", statedFloor(), UnaryOperator.identity());

        int number = deployed(same);
        SOUND.add((long) number);

        assertThat(settled(number).path("state").asText()).isEqualTo("serving");
        awaitState(1, "retired"); // while it is being freed, it cannot come back
        assertThat(operator.rollback().toCompletableFuture().join().status()).isEqualTo(202);
        awaitState(1, "serving");
    }

    /** What the default checkpoint's manifest states. */
    private static Map<String, Double> statedFloor() {
        QualityFloor floor = QualityFloor.of(good.manifest().metrics());
        assertThat(floor.psnr()).isPresent();
        assertThat(floor.identity()).isPresent();
        return floor.metrics();
    }

    private static StoredTensor tensor(Map<String, StoredTensor> tensors, String name) {
        return requireNonNull(tensors.get(name));
    }

    private static StoredTensor like(StoredTensor tensor, float[] values) {
        return new StoredTensor(tensor.precision(), tensor.shape(), values);
    }

    private static String refusal(Path folder) {
        AdminClient.Answer answer =
                operator.deploy(folder).toCompletableFuture().join();
        assertThat(answer.status()).isBetween(400, 499);
        return answer.body();
    }

    private static String refusedWhileLoading(Path folder) throws IOException {
        JsonNode model = settled(deployed(folder));
        assertThat(model.path("state").asText()).isEqualTo("refused");
        return model.path("reason").asText();
    }

    private static int deployed(Path folder) throws IOException {
        AdminClient.Answer answer =
                operator.deploy(folder).toCompletableFuture().join();
        assertThat(answer.status()).as(answer.body()).isEqualTo(202);
        return JSON.readTree(answer.body()).path("model").path("number").asInt();
    }

    private static JsonNode settled(int number) throws IOException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (model(number).path("state").asText().equals("loading") && System.nanoTime() < deadline) {
            LockSupport.parkNanos(20_000_000);
        }
        return model(number);
    }

    private static void awaitState(int number, String state) throws IOException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!model(number).path("state").asText().equals(state) && System.nanoTime() < deadline) {
            LockSupport.parkNanos(20_000_000);
        }
        assertThat(model(number).path("state").asText()).isEqualTo(state);
    }

    private static JsonNode model(int number) throws IOException {
        return JSON.readTree(operator.list().toCompletableFuture().join().body())
                .path("models")
                .path(number - 1);
    }

    /** A whole checkpoint with right checksums, whose generator and metrics are others. */
    private static Path remade(
            String name, Map<String, Double> metrics, UnaryOperator<Map<String, StoredTensor>> change) {
        return RemadeCheckpoint.of(good, models.resolve(name), metrics, change);
    }

    private static Path copy(String name) throws IOException {
        Path folder = Files.createDirectory(models.resolve(name));
        try (Stream<Path> files = Files.list(good.folder())) {
            for (Path file : files.toList()) {
                Files.copy(file, folder.resolve(file.getFileName()));
            }
        }
        return folder;
    }
}
