package org.balancehead.server.admin;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.http.javadsl.Http;
import org.balancehead.actors.deployment.Deployment;
import org.balancehead.actors.deployment.DeploymentCoordinator.Deploy;
import org.balancehead.actors.deployment.DeploymentCoordinator.Describe;
import org.balancehead.actors.deployment.DeploymentCoordinator.ListModels;
import org.balancehead.actors.deployment.DeploymentCoordinator.Promote;
import org.balancehead.actors.deployment.DeploymentCoordinator.RollBackDeployment;
import org.balancehead.actors.deployment.DeploymentCoordinator.Rollback;
import org.balancehead.actors.deployment.DeploymentReply;
import org.balancehead.actors.deployment.DeploymentReply.Accepted;
import org.balancehead.actors.deployment.DeploymentReply.Described;
import org.balancehead.actors.deployment.DeploymentReply.Listed;
import org.balancehead.actors.deployment.DeploymentReply.Refused;
import org.balancehead.actors.deployment.ModelEntry;
import org.balancehead.actors.deployment.ModelState;
import org.balancehead.actors.deployment.Observed;
import org.balancehead.actors.deployment.Refusal;
import org.balancehead.actors.registry.SessionRegistry;
import org.balancehead.model.checkpoint.CheckpointWriter;
import org.balancehead.model.checkpoint.Manifest;
import org.balancehead.server.config.ServerConfig;
import org.balancehead.server.deployment.CheckpointUploads;
import org.balancehead.server.metrics.LiveMeters;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AdminRoutesTest {
    private static final ActorTestKit KIT = ActorTestKit.create(
            ConfigFactory.parseResources("pekko.conf").withFallback(ConfigFactory.load("application-test")));
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final String SECRET = "a secret of operators";
    private static final String DEPLOYMENT = "{\"path\":\"/models/second\"}";
    private static final ModelEntry SECOND =
            new ModelEntry(2, "compact", "b", Path.of("/models/second"), ModelState.LOADING, 0, Optional.empty());
    private static final ModelEntry THIRD = new ModelEntry(
            3, "compact", "c", Path.of("/models/third"), ModelState.REFUSED, 0, Optional.of("It shows nothing."));

    @TempDir
    private Path repository;

    private final List<Path> deployed = new ArrayList<>();
    private final List<String> settled = new ArrayList<>();
    private DeploymentReply reply = new Accepted(SECOND);
    private DeploymentReply listed = new Listed(List.of(SECOND, THIRD));

    @AfterAll
    static void shutDown() {
        KIT.shutdownTestKit();
    }

    @Test
    void passesTheFolderOnAndTellsWhatItIsLoadedAs() throws Exception {
        HttpResponse<String> answer = send(port(Optional.empty()), "POST", "", DEPLOYMENT);

        assertThat(deployed).containsExactly(Path.of("/models/second"));
        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(answer.body())
                .isEqualTo("{\"model\":{\"number\":2,\"name\":\"compact\",\"version\":\"b\","
                        + "\"path\":\"/models/second\",\"state\":\"loading\",\"sessions\":0}}");
    }

    @Test
    void listsTheVersionsWithTheReasonOfARefusal() throws Exception {
        HttpResponse<String> answer = send(port(Optional.empty()), "GET", "", "");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body())
                .startsWith("{\"models\":[{\"number\":2,")
                .contains("\"state\":\"refused\"", "\"reason\":\"It shows nothing.\"");
    }

    @Test
    void saysThatThereIsNoListWhenTheCoordinatorOfVersionsHasFailed() throws Exception {
        listed = Refused.FAILED;

        HttpResponse<String> answer = send(port(Optional.empty()), "GET", "", "");

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).contains("has failed: start the server anew");
    }

    @ParameterizedTest
    @CsvSource({
        "FORBIDDEN_FOLDER, 403, forbidden-folder",
        "BAD_CHECKPOINT, 422, bad-checkpoint",
        "NO_ROOM, 503, overloaded",
        "NO_SPACE, 507, no-space",
        "UNWRITABLE, 507, unwritable-folder",
        "NO_PREVIOUS, 409, no-previous-model",
        "UNKNOWN_DEPLOYMENT, 404, not-found",
        "WRONG_STATE, 409, wrong-state"
    })
    void answersEachRefusalWithItsCode(Refusal why, int status, String code) throws Exception {
        reply = new Refused(why, "Because.");

        HttpResponse<String> answer = send(port(Optional.empty()), "POST", "/rollback", "");

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body()).contains("\"code\":\"%s\"".formatted(code), "\"message\":\"Because.\"");
    }

    @Test
    void describesADeploymentWithWhatIsSeenOfItWhileItIsTried() throws Exception {
        Observed seen =
                new Observed(7, 1, OptionalDouble.of(12.5), 1, OptionalDouble.of(24.5), OptionalDouble.of(0.75));
        Observed nothing =
                new Observed(0, 0, OptionalDouble.empty(), 0, OptionalDouble.empty(), OptionalDouble.empty());
        reply = new Described(new Deployment(
                SECOND,
                Optional.empty(),
                Optional.of(new Deployment.Trial(0.25, Duration.ofMillis(1500), seen, nothing))));

        HttpResponse<String> answer = sendTo(port(Optional.empty()), "GET", "deployments/2", "");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body())
                .startsWith("{\"deployment\":{\"id\":2,\"state\":\"loading\",\"model\":{\"number\":2,")
                .endsWith("\"canary\":{\"share\":0.25,\"secondsLeft\":1.5,\"seen\":{\"views\":7,\"errors\":1,"
                        + "\"avatars\":1,\"renderP95Millis\":12.5,\"medianPsnr\":24.5,\"medianIdentity\":0.75},"
                        + "\"servingSeen\":{\"views\":0,\"errors\":0,\"avatars\":0}}}}");
    }

    @Test
    void takesACheckpointThatIsSentAsAZipAndDeploysWhatItBecame() throws Exception {
        Path checkpoint = repository.resolve("made");
        try (CheckpointWriter writer = CheckpointWriter.begin(checkpoint)) {
            writer.text("preset.json", "{}");
            writer.publish(Manifest.of(
                    "sent", "7", "tiny", new Manifest.Condition("none", "none", 0), Map.of(), Map.of(), null));
        }
        AdminClient client = new AdminClient("http://127.0.0.1:" + port(Optional.empty()), "--admin", Optional.empty());

        try (CheckpointZip zip = CheckpointZip.of(checkpoint)) {
            AdminClient.Answer answer =
                    client.upload(zip.file()).toCompletableFuture().join();

            assertThat(answer.status()).isEqualTo(202);
        }
        assertThat(deployed).containsExactly(repository.resolve("sent-7"));
        assertThat(repository.resolve("sent-7").resolve("preset.json")).hasContent("{}");
    }

    @Test
    void refusesAnUploadThatIsNoCheckpoint() throws Exception {
        HttpResponse<String> answer =
                send(port(Optional.empty()), "POST", "", "no zip", "Content-Type", "application/zip");

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body()).contains("bad-checkpoint", "The upload is no zip, or an empty one");
        assertThat(repository).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(ints = {1 << 20, 64 << 20}) // within what an upload may have, and beyond
    void whoStillSendsReadsTheRefusal(int size) throws Exception {
        assertThat(statusOfSending(size, port(Optional.empty()))).startsWith("HTTP/1.1 422 ");
    }

    @Test
    void whoStillSendsReadsThatATokenIsMissing() throws Exception {
        assertThat(statusOfSending(64 << 20, port(Optional.of(SECRET)))).startsWith("HTTP/1.1 401 ");
    }

    /** Reads nothing before the last byte is sent. */
    private static String statusOfSending(int size, int port) throws IOException {
        try (Socket operator = new Socket(InetAddress.getLoopbackAddress(), port)) {
            operator.setSoTimeout(20_000);
            OutputStream out = operator.getOutputStream();
            out.write("""
                    POST /admin/models HTTP/1.1\r
                    Host: localhost\r
                    Content-Type: application/zip\r
                    Content-Length: %d\r
                    \r
                    """.formatted(size).getBytes(US_ASCII));
            out.write(new byte[size]);
            return new BufferedReader(new InputStreamReader(operator.getInputStream(), US_ASCII)).readLine();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"promote", "rollback"})
    void passesOnWhatToDoWithADeployment(String what) throws Exception {
        HttpResponse<String> answer = sendTo(port(Optional.empty()), "POST", "deployments/7/" + what, "");

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(settled).containsExactly(what + " 7");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nonsense", "{}", "{\"path\":7}", "{\"path\":\" \"}", "{\"path\":\"a\\u0000b\"}"})
    void refusesABodyThatNamesNoFolder(String body) throws Exception {
        HttpResponse<String> answer = send(port(Optional.empty()), "POST", "", body);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("\"code\":\"bad-field\"");
        assertThat(deployed).isEmpty();
    }

    @Test
    void letsInOnlyWhoPresentsTheToken() throws Exception {
        int port = port(Optional.of(SECRET));

        HttpResponse<String> none = send(port, "GET", "", "");
        HttpResponse<String> wrong = send(port, "GET", "", "", "Authorization", "Bearer another secret");
        HttpResponse<String> right = send(port, "GET", "", "", "Authorization", "Bearer " + SECRET);

        assertThat(none.statusCode()).isEqualTo(401);
        assertThat(none.headers().firstValue("WWW-Authenticate"))
                .hasValueSatisfying(challenge -> assertThat(challenge).startsWith("Bearer"));
        assertThat(wrong.statusCode()).isEqualTo(401);
        assertThat(wrong.body()).contains("\"code\":\"unauthorised\"").doesNotContain(SECRET);
        assertThat(right.statusCode()).isEqualTo(200);
    }

    @Test
    void keepsWebPagesOutEvenWithoutAToken() throws Exception {
        int port = port(Optional.empty());

        HttpResponse<String> page = send(port, "POST", "/rollback", "", "Origin", "https://example.org");

        assertThat(page.statusCode()).isEqualTo(403);
        assertThat(page.body()).contains("\"code\":\"forbidden\"");
    }

    @Test
    void keepsOutWhoCallsThisMachineByAnotherNameWithoutAToken() throws Exception {
        int port = port(Optional.empty());

        assertThat(statusLineFor(port, "rebound.example.org")).startsWith("HTTP/1.1 403");
        assertThat(statusLineFor(port, "localhost")).startsWith("HTTP/1.1 200");
    }

    @Test
    void answersOtherAddressesAndMethodsInTheUsualForm() throws Exception {
        int port = port(Optional.empty());

        HttpResponse<String> elsewhere = send(port, "GET", "/nothing", "");
        HttpResponse<String> wrongMethod = send(port, "DELETE", "", "");

        assertThat(elsewhere.statusCode()).isEqualTo(404);
        assertThat(elsewhere.body()).contains("\"code\":\"not-found\"");
        assertThat(wrongMethod.statusCode()).isEqualTo(405);
    }

    private int port(Optional<String> token) {
        ActorRef<SessionRegistry.Command> registry = KIT.spawn(registry());
        AdminToken secret = AdminToken.of(
                token, ServerConfig.load(Map.of(), Optional.empty()).admin().http());
        return Http.get(KIT.system())
                .newServerAt("127.0.0.1", 0)
                .bind(AdminRoutes.of(
                        KIT.system(),
                        registry,
                        new CheckpointUploads(repository, 1 << 20),
                        new LiveMeters(new SimpleMeterRegistry()),
                        secret))
                .toCompletableFuture()
                .join()
                .localAddress()
                .getPort();
    }

    private static String statusLineFor(int port, String host) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            String request =
                    "GET /admin/models HTTP/1.1\r\nHost: %s:%d\r\nConnection: close\r\n\r\n".formatted(host, port);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private Behavior<SessionRegistry.Command> registry() {
        return Behaviors.receive(SessionRegistry.Command.class)
                .onMessage(SessionRegistry.Operate.class, asked -> {
                    if (asked.request() instanceof Deploy deploy) {
                        deployed.add(deploy.folder());
                        deploy.replyTo().tell(reply);
                    } else if (asked.request() instanceof Rollback rollback) {
                        rollback.replyTo().tell(reply);
                    } else if (asked.request() instanceof Describe describe) {
                        describe.replyTo().tell(reply);
                    } else if (asked.request() instanceof Promote promote) {
                        settled.add("promote " + promote.number());
                        promote.replyTo().tell(reply);
                    } else if (asked.request() instanceof RollBackDeployment back) {
                        settled.add("rollback " + back.number());
                        back.replyTo().tell(reply);
                    } else if (asked.request() instanceof ListModels list) {
                        list.replyTo().tell(listed);
                    }
                    return Behaviors.same();
                })
                .build();
    }

    private static HttpResponse<String> send(int port, String method, String below, String body, String... headers)
            throws IOException, InterruptedException {
        return sendTo(port, method, "models" + below, body, headers);
    }

    private static HttpResponse<String> sendTo(int port, String method, String path, String body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:%d/admin/%s".formatted(port, path)))
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
