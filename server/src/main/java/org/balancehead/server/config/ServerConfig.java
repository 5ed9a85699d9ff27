package org.balancehead.server.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;

/**
 * All settings of the server, checked.
 *
 * @param home folder of the demo clip and of relative repositories
 * @param checkpoints the folder of checkpoints
 * @param checkpoint the name of the one to serve, or {@code default}
 * @param device {@code cpu} or {@code gpu0}, …
 */
public record ServerConfig(Path home, HttpConfig http, Path checkpoints, String checkpoint, String device) {
    private static final String ROOT = "balancehead";

    /**
     * Reads the settings.
     *
     * @param config with everything below {@code balancehead}, resolved
     * @throws InvalidConfigException when a key is unknown, malformed or out of its range
     */
    public static ServerConfig of(Config config) {
        CheckedKeys keys = new CheckedKeys(config, ROOT);
        Path home = Path.of(keys.text("home")).toAbsolutePath().normalize();
        ServerConfig read = new ServerConfig(
                home,
                HttpConfig.read(keys),
                home.resolve(keys.text("checkpoint.repository")),
                keys.text("checkpoint.name"),
                keys.text("device.name"));
        keys.refuseUnknown();
        return read;
    }

    /** The defaults as they ship, without system properties or files. */
    public static Config defaults() {
        return ConfigFactory.parseResources("reference.conf").resolve();
    }
}
