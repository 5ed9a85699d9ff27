package org.balancehead.server.config;

import java.net.URI;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Which visitors may open the stream.
 *
 * @param origins of web pages elsewhere that may, such as {@code https://example.org}
 * @param tokens what tokens must be like; empty where none is wanted
 */
public record AccessConfig(Set<String> origins, Optional<TokenConfig> tokens) {
    /** Pages of the server itself, programs, and no tokens. */
    public static final AccessConfig DEFAULTS = new AccessConfig(Set.of(), Optional.empty());

    private static final String ORIGINS = "http.origins";

    public AccessConfig {
        origins = Set.copyOf(origins);
    }

    static AccessConfig read(CheckedKeys keys, Path home) {
        Set<String> origins = new HashSet<>();
        for (String origin : keys.texts(ORIGINS)) {
            if (!isOrigin(origin)) {
                throw keys.invalid(
                        ORIGINS,
                        "holds \"%s\": an origin is scheme, host and port, such as https://example.org"
                                .formatted(origin));
            }
            origins.add(origin.toLowerCase(Locale.ROOT));
        }
        return new AccessConfig(origins, TokenConfig.read(keys, home));
    }

    private static boolean isOrigin(String text) {
        try {
            URI origin = URI.create(text);
            return Set.of("http", "https")
                            .contains(String.valueOf(origin.getScheme()).toLowerCase(Locale.ROOT))
                    && origin.getHost() != null
                    && origin.getRawUserInfo() == null
                    && String.valueOf(origin.getRawPath()).isEmpty()
                    && origin.getRawQuery() == null
                    && origin.getRawFragment() == null;
        } catch (IllegalArgumentException malformed) {
            return false;
        }
    }
}
