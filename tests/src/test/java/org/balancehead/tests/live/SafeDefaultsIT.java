package org.balancehead.tests.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.gen.OctetSequenceKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.balancehead.protocol.message.ClientMessage;
import org.balancehead.protocol.message.ServerMessage;
import org.balancehead.server.BalanceHeadServer;
import org.balancehead.server.admin.AdminClient;
import org.balancehead.server.admin.AdminToken;
import org.balancehead.server.config.InvalidConfigException;
import org.balancehead.server.config.ServerConfig;
import org.balancehead.streaming.video.ClipReader;
import org.balancehead.streaming.video.JpegCodec;
import org.balancehead.streaming.video.VideoFrame;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** The whole server as it comes: closed to strangers, and nothing of a face remains anywhere after a visit. */
class SafeDefaultsIT {
    private static final String NAME = "anna-of-the-safe-defaults-test";
    private static final int FRAMES = 12;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    private static Path folder;

    private static final ListAppender<ILoggingEvent> LOG = new ListAppender<>();
    private static ServerConfig config;
    private static BalanceHeadServer server;
    private static String token;

    @BeforeAll
    static void start() throws Exception {
        LOG.start();
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.addAppender(LOG);
        ((Logger) LoggerFactory.getLogger("org.balancehead")).setLevel(Level.TRACE);
        OctetSequenceKey key = new OctetSequenceKeyGenerator(256).generate();
        Path keys = Files.writeString(folder.resolve("keys.json"), new JWKSet(key).toString(false));
        token = token(key);
        config = ServerConfig.load(
                Map.of(
                        "balancehead.http.port",
                        0,
                        "balancehead.admin.port",
                        0,
                        "balancehead.tokens.keys",
                        keys.toString(),
                        "balancehead.tokens.issuer",
                        "issuer",
                        "balancehead.tokens.audience",
                        "heads"),
                Optional.empty());
        server = DefaultServer.start(config);
        awaitReady();
    }

    @AfterAll
    static void stop() {
        server.close();
        ((Logger) LoggerFactory.getLogger("org.balancehead")).setLevel(null);
        ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).detachAppender(LOG);
    }

    @Test
    void listensToThisMachineAloneAndIsNotOpenedFurtherWithoutAToken() {
        ServerConfig open = ServerConfig.load(Map.of("balancehead.admin.interface", "0.0.0.0"), Optional.empty());

        assertThat(server.address().getAddress().isLoopbackAddress()).isTrue();
        assertThat(server.adminAddress().getAddress().isLoopbackAddress()).isTrue();
        assertThatThrownBy(() -> AdminToken.of(Optional.empty(), open.admin().http()))
                .isInstanceOf(InvalidConfigException.class);
    }

    @Test
    void takesCheckpointsFromTheConfiguredFolderOnlyAndNoOrdersFromWebPages() throws Exception {
        AdminClient operator =
                new AdminClient("http://localhost:" + server.adminAddress().getPort(), "--admin", Optional.empty());
        HttpRequest page = HttpRequest.newBuilder(URI.create("http://localhost:%d/admin/models"
                        .formatted(server.adminAddress().getPort())))
                .header("Origin", "https://evil.example")
                .build();

        AdminClient.Answer elsewhere =
                operator.deploy(folder).toCompletableFuture().join();

        assertThat(elsewhere.status()).isEqualTo(403);
        assertThat(elsewhere.body()).contains("forbidden-folder");
        assertThat(HttpClient.newHttpClient()
                        .send(page, HttpResponse.BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(403);
        assertThat(get("/admin/models").statusCode()).isEqualTo(404);
    }

    @Test
    void keepsNothingOfAFaceInFilesLogsMetricsOrMemory() throws Exception {
        visit(1);
        awaitNobody();
        Map<String, Long> before = LiveObjects.count();
        WrittenFiles written = WrittenFiles.fromNowOn();

        Visit visit = visit(7);
        awaitNobody();
        HttpResponse<String> metrics = get("/metrics");
        String log = log();

        visit.secrets().forEach(secret -> {
            assertThat(log).doesNotContain(secret);
            assertThat(metrics.body()).doesNotContain(secret);
        });
        assertThat(log).contains(visit.session());
        assertThat(metrics.body()).contains("balancehead_sessions").doesNotContain(visit.session());
        assertThat(written.holding(visit.pieces())).isEmpty();
        Path planted = Files.write(folder.resolve("planted"), visit.pieces().get(0));
        assertThat(written.holding(visit.pieces())).containsExactly(planted);
        LiveObjects.awaitAtMost(before, PATIENCE);
    }

    /** A whole visit; the person of the clip, a little brighter, so that no other test has these bytes. */
    private static Visit visit(int brighter) throws Exception {
        List<byte[]> frames = frames(brighter);
        Set<String> secrets = new HashSet<>(Set.of(NAME, token, token.substring(token.lastIndexOf('.') + 1)));
        try (StreamClient client = StreamClient.connectWhenReady(
                URI.create(StreamClient.address(server.address().getPort()) + "?token=" + token))) {
            ClientMessage.Hello standard = ClientMessage.Hello.standard();
            ServerMessage.Welcome welcome = client.greet(new ClientMessage.Hello(
                    standard.codecsUp(),
                    standard.codecsDown(),
                    standard.size(),
                    standard.fps(),
                    standard.mode(),
                    Optional.empty(),
                    NAME));
            secrets.add(welcome.resume());
            AtomicBoolean enough = new AtomicBoolean();
            CompletableFuture<Void> camera = CompletableFuture.runAsync(() -> play(client, frames, enough));
            for (int seen = 0; seen < FRAMES; seen++) {
                ServerMessage.Capture capture = client.await(ServerMessage.Capture.class);
                for (double measure : new double[] {capture.yaw(), capture.pitch(), capture.roll()}) {
                    String digits = Double.toString(measure);
                    if (digits.length() > 8) {
                        secrets.add(digits.substring(0, 8));
                    }
                }
            }
            client.await(ServerMessage.Revised.class);
            client.say(new ClientMessage.Credit(1));
            client.awaitView();
            enough.set(true);
            camera.join();
            client.say(new ClientMessage.Bye());
            client.awaitClose();
            return new Visit(welcome.session(), Set.copyOf(secrets), pieces(frames));
        }
    }

    /** Ten frames a second, over and over, as a webcam would. */
    private static void play(StreamClient client, List<byte[]> frames, AtomicBoolean enough) {
        for (int i = 0; !enough.get(); i++) {
            client.show(frames.get(i % frames.size()), width, height);
            LockSupport.parkNanos(100_000_000);
        }
    }

    private static int width;
    private static int height;

    private static List<byte[]> frames(int brighter) throws Exception {
        List<byte[]> frames = new ArrayList<>();
        try (ClipReader clip = ClipReader.open(config.demoClip());
                JpegCodec codec = new JpegCodec(ClipReader.MAX_SIDE, ClipReader.MAX_SIDE)) {
            for (var next = clip.next(); next.isPresent() && frames.size() < FRAMES; next = clip.next()) {
                VideoFrame picture = next.get();
                width = picture.width();
                height = picture.height();
                byte[] rgb = picture.rgb().clone();
                for (int i = 0; i < rgb.length; i++) {
                    rgb[i] = (byte) Math.min(255, (rgb[i] & 0xff) + brighter);
                }
                frames.add(codec.encode(new VideoFrame(width, height, rgb, 0)));
            }
        }
        return frames;
    }

    /** A stretch from the middle of each picture, as it would stand in a file that holds it. */
    private static List<byte[]> pieces(List<byte[]> frames) {
        return frames.stream()
                .map(frame -> Arrays.copyOfRange(frame, frame.length / 2, frame.length / 2 + 48))
                .toList();
    }

    private static void awaitReady() throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (get("/readyz").statusCode() != 200 && System.nanoTime() < deadline) {
            LockSupport.parkNanos(50_000_000);
        }
        assertThat(get("/readyz").statusCode()).isEqualTo(200);
    }

    private static void awaitNobody() throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!get("/metrics").body().contains("balancehead_sessions 0.0") && System.nanoTime() < deadline) {
            LockSupport.parkNanos(50_000_000);
        }
        assertThat(get("/metrics").body()).contains("balancehead_sessions 0.0");
    }

    private static HttpResponse<String> get(String path) throws Exception {
        URI address =
                URI.create("http://127.0.0.1:%d%s".formatted(server.address().getPort(), path));
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static String log() {
        return List.copyOf(LOG.list).stream()
                .map(event -> event.getFormattedMessage()
                        + (event.getThrowableProxy() == null
                                ? ""
                                : event.getThrowableProxy().getMessage()))
                .collect(Collectors.joining("\n"));
    }

    private static String token(OctetSequenceKey key) throws Exception {
        SignedJWT signed = new SignedJWT(
                new JWSHeader(JWSAlgorithm.HS256),
                new JWTClaimsSet.Builder()
                        .issuer("issuer")
                        .audience("heads")
                        .subject(NAME)
                        .claim("scope", "stream")
                        .expirationTime(Date.from(Instant.now().plus(Duration.ofHours(1))))
                        .build());
        signed.sign(new MACSigner(key));
        return signed.serialize();
    }

    /**
     * What one visit left in the tester's hands.
     *
     * @param secrets text that no log and no metric may hold
     * @param pieces of the pictures that no file may hold
     */
    private record Visit(String session, Set<String> secrets, List<byte[]> pieces) {}
}
