package org.balancehead.server.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.balancehead.actors.deployment.DeploymentSettings;
import org.balancehead.actors.inference.InferenceSettings;
import org.balancehead.actors.session.SessionSettings;
import org.balancehead.actors.training.TrainingSettings;
import org.balancehead.server.logging.LogFormat;

/**
 * All settings of the server and of trainings, checked.
 *
 * @param home folder of the demo clip and of relative repositories
 * @param checkpoints the folder of checkpoints
 * @param checkpoint the name of the one to serve, or {@code default}
 * @param setsDefault whether the folder's {@code default} follows what is promoted, so that a restart begins with it
 * @param logs how the log's lines are written
 */
public record ServerConfig(
        Path home,
        HttpConfig http,
        AccessConfig access,
        AdminConfig admin,
        Path checkpoints,
        String checkpoint,
        SessionSettings sessions,
        InferenceSettings inference,
        DeploymentSettings deployment,
        boolean setsDefault,
        TrainingSettings training,
        LogFormat logs) {
    private static final String ROOT = "balancehead";

    /**
     * Reads the settings: options first, then system properties, then the file, then the defaults.
     *
     * @param options full keys and their values, as given on the command line
     * @throws InvalidConfigException when the file cannot be read, or a key is unknown, malformed or out of its range
     */
    public static ServerConfig load(Map<String, ?> options, Optional<Path> file) {
        return load(options, file, Map.of());
    }

    /**
     * Reads them with other defaults for a command that needs them.
     *
     * @param defaults full keys and their values, where neither options nor properties nor the file say otherwise
     * @throws InvalidConfigException when the file cannot be read, or a key is unknown, malformed or out of its range
     */
    public static ServerConfig load(Map<String, ?> options, Optional<Path> file, Map<String, ?> defaults) {
        Config chosen =
                ConfigFactory.parseMap(options, "the command line").withFallback(ConfigFactory.systemProperties());
        return of(file.map(ServerConfig::parse)
                .map(chosen::withFallback)
                .orElse(chosen)
                .withFallback(ConfigFactory.parseMap(defaults, "the command"))
                .withFallback(ConfigFactory.parseResources("reference.conf"))
                .resolve());
    }

    /** Pekko's settings for a system that runs this server. */
    public static Config pekko() {
        return ConfigFactory.parseResources("pekko.conf").withFallback(ConfigFactory.load());
    }

    /** The clip for visitors without a camera; it need not exist. */
    public Path demoClip() {
        return home.resolve("demo").resolve("webcam.mp4");
    }

    static ServerConfig of(Config config) {
        CheckedKeys keys = new CheckedKeys(config, ROOT);
        Path home = Path.of(keys.text("home")).toAbsolutePath().normalize();
        HttpConfig http = HttpConfig.read(keys, home);
        Path checkpoints = home.resolve(keys.text("checkpoint.repository"));
        ServerConfig read = new ServerConfig(
                home,
                http,
                AccessConfig.read(keys, home),
                AdminConfig.read(keys, http, home, checkpoints),
                checkpoints,
                keys.text("checkpoint.name"),
                LiveConfig.sessions(keys, home),
                LiveConfig.inference(keys),
                DeploymentConfig.read(keys),
                keys.flag("deployment.sets-default"),
                TrainingConfig.read(keys),
                logs(keys));
        keys.refuseUnknown();
        return read;
    }

    private static LogFormat logs(CheckedKeys keys) {
        String name = keys.text("logs.format");
        return LogFormat.ofName(name)
                .orElseThrow(() -> keys.invalid("logs.format", "is %s: it must be text or json".formatted(name)));
    }

    private static Config parse(Path file) {
        try {
            return ConfigFactory.parseFile(
                    file.toFile(), ConfigParseOptions.defaults().setAllowMissing(false));
        } catch (ConfigException trouble) {
            throw new InvalidConfigException(
                    "The settings in %s cannot be read: %s".formatted(file, trouble.getMessage()), trouble);
        }
    }
}
