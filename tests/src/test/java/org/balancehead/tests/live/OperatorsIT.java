package org.balancehead.tests.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Optional;
import org.balancehead.protocol.message.ClientMessage;
import org.balancehead.protocol.message.ServerMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What operators see of a server: its sessions and devices, and the page, behind one door. */
class OperatorsIT {
    private static final String SECRET = "the secret of these operators";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final WholeServer server = new WholeServer(Map.of(), Optional.of(SECRET));

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void listsSessionsAndWhatWaitsForDevicesAndNothingOfThePersons() throws Exception {
        try (StreamClient client = StreamClient.connectWhenReady(server.port())) {
            ServerMessage.Welcome welcome = client.greet();
            client.show(FakeServer.cameraFrame(0, 0.9), FakeServer.WIDTH, FakeServer.HEIGHT);
            client.await(ServerMessage.Revised.class);
            client.say(new ClientMessage.Credit(2));
            client.awaitView();
            client.awaitView();

            JsonNode sessions = JSON.readTree(get("/admin/sessions", SECRET).body());
            JsonNode devices = JSON.readTree(get("/admin/devices", SECRET).body());

            JsonNode session = sessions.path("sessions").path(0);
            assertThat(sessions.path("count").asInt()).isEqualTo(1);
            assertThat(session.path("id").asText()).isEqualTo(welcome.session());
            assertThat(session.path("state").asText()).isEqualTo("live");
            assertThat(session.path("model").asLong()).isEqualTo(welcome.model().number());
            assertThat(session.path("mode").asText()).isEqualTo("orbit");
            assertThat(session.path("views").asInt()).isPositive();
            assertThat(session.fieldNames())
                    .toIterable()
                    .containsExactlyInAnyOrder(
                            "id", "ageSeconds", "state", "model", "mode", "viewsPerSecond", "views", "dropped");
            assertThat(devices.path("ready").asBoolean()).isTrue();
            assertThat(devices.findValuesAsText("device")).containsExactly("cpu", "face");
            assertThat(devices.findValuesAsText("lane"))
                    .containsExactlyInAnyOrder("rendering", "inverting", "analysing");
        }
    }

    @Test
    void servesThePageToEverybodyAndWhatItShowsToThoseWithTheToken() throws Exception {
        HttpResponse<String> page = get("/", "");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("/operator.js");
        assertThat(page.headers().firstValue("Content-Security-Policy")).isPresent();
        assertThat(get("/operator.js", "").statusCode()).isEqualTo(200);
        assertThat(get("/theme.css", "").statusCode()).isEqualTo(200);
        assertThat(get("/operator.css", "").statusCode()).isEqualTo(200);
        for (String what : new String[] {"sessions", "devices", "models"}) {
            assertThat(get("/admin/" + what, "").statusCode()).isEqualTo(401);
            assertThat(get("/admin/" + what, "a wrong token of operators").statusCode())
                    .isEqualTo(401);
            assertThat(get("/admin/" + what, SECRET).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void letsItsOwnPageActAndNoOther() throws Exception {
        StreamClient.connectWhenReady(server.port()).close();
        String own = "http://localhost:" + server.adminPort();
        String other = "http://localhost:" + server.port();

        assertThat(rollback(own)).isEqualTo(409); // there is no version before
        assertThat(rollback(other)).isEqualTo(403);
    }

    private int rollback(String origin) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        request("/admin/models/rollback", SECRET)
                                .header("Origin", origin)
                                .POST(HttpRequest.BodyPublishers.noBody())
                                .build(),
                        HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    private HttpResponse<String> get(String path, String token) throws Exception {
        return HttpClient.newHttpClient().send(request(path, token).build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path, String token) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create("http://localhost:" + server.adminPort() + path));
        return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
    }
}
