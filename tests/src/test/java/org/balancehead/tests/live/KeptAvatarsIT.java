package org.balancehead.tests.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.OctetSequenceKeyGenerator;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.balancehead.actors.avatar.MoveTolerance;
import org.balancehead.actors.deployment.CanarySettings;
import org.balancehead.actors.deployment.DeploymentSettings;
import org.balancehead.actors.deployment.ModelState;
import org.balancehead.actors.fakes.FakeCheckpoints;
import org.balancehead.actors.fakes.FakeHeadModel;
import org.balancehead.actors.inference.InferenceSettings;
import org.balancehead.actors.session.SessionSettings;
import org.balancehead.model.ModelVersion;
import org.balancehead.protocol.frame.Frame;
import org.balancehead.protocol.frame.FrameHeader;
import org.balancehead.protocol.message.ClientMessage;
import org.balancehead.protocol.message.Codec;
import org.balancehead.protocol.message.ErrorCode;
import org.balancehead.protocol.message.ProgressStage;
import org.balancehead.protocol.message.ServerMessage;
import org.balancehead.protocol.message.ViewMode;
import org.balancehead.server.config.AccessConfig;
import org.balancehead.server.config.ServerConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Avatars that clients ask to keep, over real sockets. */
class KeptAvatarsIT {
    private static final ViewMode STILL = new ViewMode.Fixed(30, 0, 1);

    @TempDir
    private Path folder;

    @Test
    void showsAClientThatComesAgainWhatItSawWithoutItsCameraUntilItDeletesIt() throws Exception {
        try (WholeServer server =
                new WholeServer(Map.of("balancehead.avatars.folder", folder.toString()), Optional.empty())) {
            ServerMessage.Kept kept;
            byte[] seen;
            try (StreamClient client = StreamClient.connectWhenReady(server.port())) {
                client.greet(still());
                finish(client);
                seen = view(client).payload();
                client.say(new ClientMessage.Keep());
                kept = client.await(ServerMessage.Kept.class);
                client.say(new ClientMessage.Bye());
                client.awaitClose();
            }
            assertThat(files()).hasSize(1);

            try (StreamClient again = StreamClient.connectWhenReady(server.port())) {
                again.greet(still().with(kept.avatar()));
                assertThat(again.await(ServerMessage.Revised.class).stage()).isEqualTo(ProgressStage.TUNING);
                assertThat(view(again).payload()).isEqualTo(seen);

                HttpResponse<String> facts = ask(server, "GET", kept.avatar());
                assertThat(facts.statusCode()).isEqualTo(200);
                assertThat(facts.body())
                        .contains(kept.avatar(), kept.expires().toString(), "\"checkpoint\":\"fake 1\"");
                assertThat(ask(server, "DELETE", kept.avatar()).statusCode()).isEqualTo(204);
                assertThat(files()).isEmpty();
                assertThat(ask(server, "DELETE", kept.avatar()).statusCode()).isEqualTo(404);
                assertThat(ask(server, "GET", kept.avatar()).statusCode()).isEqualTo(404);
                assertThat(view(again).payload()).isEqualTo(seen);
            }

            try (StreamClient late = StreamClient.connectWhenReady(server.port())) {
                late.greet(still().with(kept.avatar()));
                assertThat(late.await(ServerMessage.Problem.class).code()).isEqualTo(ErrorCode.AVATAR_EXPIRED);
                finish(late);
            }
        }
    }

    @Test
    void makesANewAvatarOfWhoIsSeenAfterRecapture() throws Exception {
        try (WholeServer server =
                new WholeServer(Map.of("balancehead.avatars.folder", folder.toString()), Optional.empty())) {
            String avatar;
            try (StreamClient client = StreamClient.connectWhenReady(server.port())) {
                client.greet(still());
                finish(client);
                client.say(new ClientMessage.Keep());
                avatar = client.await(ServerMessage.Kept.class).avatar();
            }
            try (StreamClient again = StreamClient.connectWhenReady(server.port())) {
                again.greet(still().with(avatar));
                long shown = again.await(ServerMessage.Revised.class).revision();

                again.say(new ClientMessage.Recapture());
                again.show(FakeServer.cameraFrame(0, 0.9), FakeServer.WIDTH, FakeServer.HEIGHT);

                assertThat(again.await(ServerMessage.Revised.class).revision()).isGreaterThan(shown);
            }
        }
    }

    @Test
    void takesAKeptAvatarAlongToANewVersionAndBack() {
        DeploymentSettings atOnce = new DeploymentSettings(2, 2, MoveTolerance.DEFAULTS, CanarySettings.atOnce());
        try (FakeServer server = new FakeServer(keeping(), AccessConfig.DEFAULTS, atOnce)) {
            int first = server.deploy("first", FakeCheckpoints::model);
            server.awaitState(first, ModelState.SERVING);
            String avatar = keep(server);
            try (StreamClient again = server.connect()) {
                again.greet(still().with(avatar));
                long kept = again.await(ServerMessage.Revised.class).revision();

                int second = server.deploy("second", KeptAvatarsIT::anotherCheckpoint);
                awaitModel(again, second);
                long moved = again.await(ServerMessage.Revised.class).revision();
                FrameHeader view = view(again).header();
                server.awaitState(first, ModelState.RETIRED); // while it is being freed, it cannot come back
                int back = server.rollBack();
                awaitModel(again, back);
                long returned = again.await(ServerMessage.Revised.class).revision();

                assertThat(moved).isGreaterThan(kept);
                assertThat(view.model()).isEqualTo(second);
                assertThat(view.revision()).isEqualTo(moved);
                assertThat(returned).isGreaterThan(moved);
                assertThat(view(again).header().model()).isEqualTo(back);
            }
            assertThat(server.metrics().versions().stayed()).isZero();
        }
    }

    @Test
    void makesAnAvatarOfAnotherCheckpointAnewFromWhatIsKept() {
        String avatar;
        try (FakeServer before = new FakeServer(keeping())) {
            avatar = keep(before);
        }
        try (FakeServer after = new FakeServer(
                        keeping(),
                        AccessConfig.DEFAULTS,
                        InferenceSettings.DEFAULTS,
                        KeptAvatarsIT::anotherCheckpoint);
                StreamClient again = after.connect()) {
            again.greet(still().with(avatar));

            again.await(ServerMessage.Progress.class, progress -> progress.stage() == ProgressStage.DONE);
            assertThat(view(again).payload()).isNotEmpty();
        }
    }

    @Test
    void saysInItsWelcomeForHowLongAvatarsAreKept() {
        try (FakeServer keeps = new FakeServer(keeping());
                FakeServer keepsNone = new FakeServer(SessionSettings.DEFAULTS);
                StreamClient client = keeps.connect();
                StreamClient other = keepsNone.connect()) {
            assertThat(client.greet().keepSeconds()).isEqualTo(86_400);
            assertThat(other.greet().keepSeconds()).isZero();
        }
    }

    @Test
    void refusesToKeepWhereNoFolderIsSetAndWhereNobodyIsShown() throws Exception {
        try (WholeServer server = new WholeServer(Map.of(), Optional.empty());
                StreamClient client = StreamClient.connectWhenReady(server.port())) {
            client.greet(still());
            client.say(new ClientMessage.Keep());
            assertThat(client.await(ServerMessage.Problem.class).code()).isEqualTo(ErrorCode.NO_AVATAR);
            finish(client);

            client.say(new ClientMessage.Keep());

            ServerMessage.Problem problem = client.await(ServerMessage.Problem.class);
            assertThat(problem.code()).isEqualTo(ErrorCode.KEEP_FAILED);
            assertThat(problem.message()).contains("keeps no avatars");
            assertThat(view(client).payload()).isNotEmpty();
        }
    }

    @Test
    void answersHostileIdsLikeUnknownOnes() throws Exception {
        Files.writeString(folder.resolve("secret.avatar"), "secret");
        Path inner = folder.resolve("inner");
        try (WholeServer server =
                new WholeServer(Map.of("balancehead.avatars.folder", inner.toString()), Optional.empty())) {
            for (String id : List.of("..%2Fsecret", "%2e%2e%2fsecret", "x", "..%00", "a".repeat(32))) {
                assertThat(ask(server, "GET", id).statusCode()).as(id).isEqualTo(404);
                assertThat(ask(server, "DELETE", id).statusCode()).as(id).isEqualTo(404);
            }
            assertThat(ask(server, "POST", "a".repeat(32)).statusCode()).isEqualTo(405);
        }
        assertThat(folder.resolve("secret.avatar")).exists();
    }

    @Test
    void asksForATokenWhereTheStreamDoes() throws Exception {
        Path keys = Files.writeString(
                folder.resolve("keys.json"), new JWKSet(new OctetSequenceKeyGenerator(256).generate()).toString(false));
        Map<String, String> settings = Map.of(
                "balancehead.avatars.folder",
                folder.resolve("avatars").toString(),
                "balancehead.tokens.keys",
                keys.toString(),
                "balancehead.tokens.issuer",
                "issuer",
                "balancehead.tokens.audience",
                "heads");
        try (WholeServer server = new WholeServer(settings, Optional.empty())) {
            assertThat(ask(server, "GET", "a".repeat(32)).statusCode()).isEqualTo(401);
            assertThat(ask(server, "DELETE", "a".repeat(32)).statusCode()).isEqualTo(401);
        }
    }

    private SessionSettings keeping() {
        return ServerConfig.load(Map.of("balancehead.avatars.folder", folder.toString()), Optional.empty())
                .sessions();
    }

    private static FakeHeadModel anotherCheckpoint(String device, int number) {
        ModelVersion version = new ModelVersion("fake", "2", number, "tiny", "another");
        return new FakeHeadModel(call -> {}, version, FakeHeadModel.SIZE);
    }

    private static String keep(FakeServer server) {
        try (StreamClient client = server.connect()) {
            client.greet(still());
            finish(client);
            client.say(new ClientMessage.Keep());
            return client.await(ServerMessage.Kept.class).avatar();
        }
    }

    private static void awaitModel(StreamClient client, int number) {
        client.await(
                ServerMessage.ModelChanged.class, changed -> changed.model().number() == number);
    }

    private static ClientMessage.Hello still() {
        ClientMessage.Hello standard = ClientMessage.Hello.standard();
        return new ClientMessage.Hello(
                standard.codecsUp(), List.of(Codec.PNG), standard.size(), standard.fps(), STILL, Optional.empty(), "");
    }

    /** Shows a face until its avatar is as good as it gets. */
    private static void finish(StreamClient client) {
        client.show(FakeServer.cameraFrame(0, 0.9), FakeServer.WIDTH, FakeServer.HEIGHT);
        client.await(ServerMessage.Progress.class, progress -> progress.stage() == ProgressStage.DONE);
    }

    private static Frame view(StreamClient client) {
        client.say(new ClientMessage.View(STILL));
        client.say(new ClientMessage.Credit(1));
        return client.awaitView();
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    private static HttpResponse<String> ask(WholeServer server, String method, String id) throws Exception {
        URI address = URI.create("http://127.0.0.1:%d/v1/avatars/%s".formatted(server.port(), id));
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(address)
                                .method(method, HttpRequest.BodyPublishers.noBody())
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }
}
