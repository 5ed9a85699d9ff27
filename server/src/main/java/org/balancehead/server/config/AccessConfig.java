package org.balancehead.server.config;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Which visitors may open the stream.
 *
 * @param origins of web pages elsewhere that may, such as {@code https://example.org}
 * @param tokens what tokens must be like; empty where none is wanted
 * @param proxies whose word is taken for where visitors come from
 */
public record AccessConfig(Set<String> origins, Optional<TokenConfig> tokens, List<AddressRange> proxies) {
    /** Pages of the server itself, programs, and no tokens. */
    public static final AccessConfig DEFAULTS = new AccessConfig(Set.of(), Optional.empty(), List.of());

    private static final String ORIGINS = "http.origins";

    private static final String PROXIES = "http.trusted-proxies";

    public AccessConfig {
        origins = Set.copyOf(origins);
        proxies = List.copyOf(proxies);
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
        return new AccessConfig(origins, TokenConfig.read(keys, home), proxies(keys));
    }

    private static List<AddressRange> proxies(CheckedKeys keys) {
        List<AddressRange> proxies = new ArrayList<>();
        for (String text : keys.texts(PROXIES)) {
            proxies.add(AddressRange.parse(text)
                    .orElseThrow(() -> keys.invalid(
                            PROXIES,
                            "holds \"%s\": it takes addresses and networks, such as 10.0.0.7 or 10.0.0.0/8"
                                    .formatted(text))));
        }
        return proxies;
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
