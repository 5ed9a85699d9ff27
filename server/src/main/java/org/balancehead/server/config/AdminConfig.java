package org.balancehead.server.config;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The operators' port.
 *
 * @param http where it listens
 * @param models the folders below which deployed checkpoints may lie; relative ones lie below the first
 * @param maxUploadMebibytes size of the largest checkpoint that may be uploaded, unpacked
 */
public record AdminConfig(HttpConfig http, List<Path> models, int maxUploadMebibytes) {
    private static final HttpConfig.Names NAMED = new HttpConfig.Names("balancehead.admin.interface", "--admin-port");

    public AdminConfig {
        models = List.copyOf(models);
    }

    static AdminConfig read(CheckedKeys keys, HttpConfig visitors, Path home, Path checkpoints) {
        int maxConnections = keys.integer("admin.max-connections", 1, 65536);
        HttpConfig http = new HttpConfig(
                keys.text("admin.interface"),
                keys.integer("admin.port", 0, 65535),
                maxConnections,
                maxConnections,
                visitors.requestDeadline(),
                visitors.idleTimeout(),
                visitors.stopDeadline(),
                TlsConfig.read(keys, "admin.tls", home),
                NAMED);
        Stream<Path> further = keys.texts("admin.models").stream().map(home::resolve);
        return new AdminConfig(
                http,
                Stream.concat(Stream.of(checkpoints), further).toList(),
                keys.integer("admin.max-upload-mebibytes", 1, 4096));
    }
}
