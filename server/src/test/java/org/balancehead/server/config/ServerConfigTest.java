package org.balancehead.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.balancehead.actors.deployment.DeploymentSettings;
import org.balancehead.actors.inference.InferenceSettings;
import org.balancehead.actors.session.SessionSettings;
import org.balancehead.actors.training.TrainingSettings;
import org.balancehead.server.logging.LogFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerConfigTest {
    private static final Config REFERENCE =
            ConfigFactory.parseResources("reference.conf").resolve();

    @TempDir
    private Path folder;

    @Test
    void readsEveryKeyOfTheReferenceAndFindsItInRange() {
        ServerConfig config = ServerConfig.of(REFERENCE);

        assertThat(config.http().host()).isEqualTo("127.0.0.1");
        assertThat(config.http().port()).isEqualTo(8080);
        assertThat(config.http().stopDeadline()).isEqualTo(Duration.ofSeconds(5));
        assertThat(config.admin().http().host()).isEqualTo("127.0.0.1");
        assertThat(config.admin().http().port()).isEqualTo(8081);
        assertThat(config.admin().models()).containsExactly(config.checkpoints());
        assertThat(config.access()).isEqualTo(AccessConfig.DEFAULTS);
        assertThat(config.checkpoint()).isEqualTo("default");
        assertThat(config.checkpoints()).isAbsolute().endsWithRaw(Path.of("checkpoints"));
        assertThat(config.sessions()).isEqualTo(SessionSettings.DEFAULTS);
        assertThat(config.inference())
                .usingRecursiveComparison()
                .ignoringFields("analysers") // as the machine has cores
                .isEqualTo(InferenceSettings.DEFAULTS);
        assertThat(config.deployment()).isEqualTo(DeploymentSettings.DEFAULTS);
        assertThat(config.admin().http().maxConnections()).isEqualTo(16);
        assertThat(config.training()).isEqualTo(TrainingSettings.DEFAULTS);
        assertThat(config.logs()).isEqualTo(LogFormat.TEXT);
    }

    @Test
    void takesTheCommandLineBeforeTheFileAndTheFileBeforeTheDefaults() throws IOException {
        Path file = Files.writeString(
                folder.resolve("own.conf"),
                "balancehead { http.port = 9000, sessions.max = 3, devices = [gpu0, gpu1, gpu1] }");

        ServerConfig config = ServerConfig.load(Map.of("balancehead.http.port", 9001), Optional.of(file));

        assertThat(config.http().port()).isEqualTo(9001);
        assertThat(config.sessions().maxSessions()).isEqualTo(3);
        assertThat(config.inference().devices()).containsExactly("gpu0", "gpu1", "gpu1");
        assertThat(config.http().host()).isEqualTo("127.0.0.1");
    }

    @Test
    void givesEverySessionItsTicketsUnlessToldOtherwise() {
        assertThat(tickets(Map.of("balancehead.sessions.max", 100))).isEqualTo(400);
        assertThat(tickets(Map.of("balancehead.sessions.max", 100_000))).isEqualTo(4096);
        assertThat(tickets(Map.of("balancehead.inference.tickets-per-device", 8)))
                .isEqualTo(8);
        assertThatThrownBy(() -> tickets(Map.of("balancehead.inference.tickets-per-device", 1)))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining("tickets-per-device is 1: it must be 0, or from 2 to 4096");
    }

    private static int tickets(Map<String, Object> settings) {
        return ServerConfig.load(settings, Optional.empty()).inference().ticketsPerDevice();
    }

    @Test
    void looksForFacesWithAsManyThreadsAsItIsTold() {
        ServerConfig config = ServerConfig.load(Map.of("balancehead.inference.analysers", 5), Optional.empty());

        assertThat(config.inference().analysers()).isEqualTo(5);
        assertThat(ServerConfig.of(REFERENCE).inference().analysers())
                .isEqualTo(Math.max(1, Math.min(16, Runtime.getRuntime().availableProcessors() / 2)));
    }

    @Test
    void takesFurtherFoldersOfModelsFromTheHomeOn() {
        ServerConfig config = ServerConfig.load(Map.of("balancehead.admin.models", List.of("runs")), Optional.empty());

        assertThat(config.admin().models())
                .containsExactly(config.checkpoints(), config.home().resolve("runs"));
    }

    @Test
    void takesTokensAndOriginsAsTheyAreSet() {
        ServerConfig config = ServerConfig.load(
                Map.of(
                        "balancehead.http.origins", List.of("https://App.example.org"),
                        "balancehead.tokens.keys", "keys.json",
                        "balancehead.tokens.issuer", "me",
                        "balancehead.tokens.audience", "you"),
                Optional.empty());

        assertThat(config.access().origins()).containsExactly("https://app.example.org");
        assertThat(config.access().tokens())
                .hasValue(new TokenConfig(config.home().resolve("keys.json"), "me", "you", Duration.ofSeconds(30)));
    }

    @Test
    void saysThatTheFileIsNotThere() {
        Path missing = folder.resolve("missing.conf");

        assertThatThrownBy(() -> ServerConfig.load(Map.of(), Optional.of(missing)))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageStartingWith("The settings in %s cannot be read: ".formatted(missing));
    }

    @Test
    void everyKeyOfTheReferenceIsExplained() {
        List<String> keys = unexplained(REFERENCE.getObject("balancehead"), "balancehead");

        assertThat(keys).isEmpty();
    }

    @Test
    void refusesAKeyThatItDoesNotKnow() {
        Config misspelt = changed("http.prot", "9090");

        assertThatThrownBy(() -> ServerConfig.of(misspelt))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining("balancehead.http.prot")
                .hasMessageEndingWith("is no setting: correct or remove it.");
    }

    @ParameterizedTest
    @CsvSource({
        "http.port, 65536, 'balancehead.http.port is 65536: it must be from 0 to 65535.'",
        "http.port, -1, 'balancehead.http.port is -1: it must be from 0 to 65535.'",
        "http.idle-timeout, 0 s, 'balancehead.http.idle-timeout is 0 s: it must be from 1 s to 600 s.'",
        "admin.max-connections, 0, 'balancehead.admin.max-connections is 0: it must be from 1 to 65536.'",
        "sessions.idle-after, 0 s, 'balancehead.sessions.idle-after is 0 s: it must be from 100 ms to 3600 s.'",
        "sessions.settled-capture-period, 50 ms, 'balancehead.sessions.settled-capture-period is 50 ms: it must be from 200 ms to 60 s.'",
        "sessions.max-waiting-messages, 7, 'balancehead.sessions.max-waiting-messages is 7: it must be from 8 to 10000.'",
        "sessions.views.lateness, 11 s, 'balancehead.sessions.views.lateness is 11 s: it must be from 0 s to 10 s.'",
        "inference.hang-factor, 1, 'balancehead.inference.hang-factor is 1: it must be from 2 to 100.'",
        "deployment.max-other-versions, 17, 'balancehead.deployment.max-other-versions is 17: it must be from 1 to 16.'",
        "logs.format, xml, 'balancehead.logs.format is xml: it must be text or json.'",
        "http.interface, '\"\"', 'balancehead.http.interface is empty: give it a value.'",
        "http.trusted-proxies, '[\"proxy.example.org\"]', 'balancehead.http.trusted-proxies holds \"proxy.example.org\": it takes addresses and networks, such as 10.0.0.7 or 10.0.0.0/8.'",
        "sessions.max-bytes-per-second, 1000000, 'balancehead.sessions.max-bytes-per-second is 1000000: it must be half of sessions.max-frame-bytes, 4194304, or more.'",
        "http.origins, '[\"example.org\"]', 'balancehead.http.origins holds \"example.org\": an origin is scheme, host and port, such as https://example.org.'",
        "tokens.keys, keys.json, 'balancehead.tokens.keys is set, but balancehead.tokens.issuer or balancehead.tokens.audience is not: set all three.'",
        "tokens.issuer, me, 'balancehead.tokens.keys is not set, so no tokens would be asked for: set it, or remove issuer and audience.'",
    })
    void refusesWhatIsOutOfRange(String key, String value, String sentence) {
        Config changed = changed(key, value);

        assertThatThrownBy(() -> ServerConfig.of(changed)).hasMessage("The setting " + sentence);
    }

    @Test
    void refusesDevicesThatAreNone() {
        Map<String, String> sentences = Map.of(
                "[]", "names 0 devices: it must name from 1 to 64.",
                "[cpu, tpu0]", "names \"tpu0\": a device is cpu, gpu0, gpu1, ….",
                "[\"\"]", "has an empty entry: give it a value, or remove it.");

        sentences.forEach((devices, sentence) -> {
            Config config = ConfigFactory.parseString("balancehead.devices = " + devices)
                    .withFallback(ConfigFactory.parseResources("reference.conf"))
                    .resolve();

            assertThatThrownBy(() -> ServerConfig.of(config)).hasMessage("The setting balancehead.devices " + sentence);
        });
    }

    @Test
    void refusesAWordWhereANumberBelongs() {
        Config word = changed("http.port", "eighty");

        assertThatThrownBy(() -> ServerConfig.of(word))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageStartingWith("The setting balancehead.http.port cannot be read: ");
    }

    private static Config changed(String key, String value) {
        return ConfigFactory.parseString("balancehead.%s = %s".formatted(key, value))
                .withFallback(REFERENCE)
                .resolve();
    }

    private static List<String> unexplained(ConfigObject object, String path) {
        List<String> found = new ArrayList<>();
        for (Map.Entry<String, ConfigValue> entry : object.entrySet()) {
            String key = path + "." + entry.getKey();
            if (entry.getValue() instanceof ConfigObject section) {
                found.addAll(unexplained(section, key));
            } else if (entry.getValue().origin().comments().isEmpty()) {
                found.add(key);
            }
        }
        return found;
    }
}
