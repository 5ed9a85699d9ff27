package org.balancehead.server.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Visitors' tokens: whose they are and by which keys they are verified.
 *
 * @param keys file of the keys, JWKS or PEM
 * @param issuer what {@code iss} must be
 * @param audience what {@code aud} must hold
 * @param leeway by which the issuer's clock and this one may differ
 */
public record TokenConfig(Path keys, String issuer, String audience, Duration leeway) {
    private static final String KEYS = "tokens.keys";

    /** Empty where no tokens are wanted. */
    static Optional<TokenConfig> read(CheckedKeys keys, Path home) {
        Optional<Path> file = keys.optionalText(KEYS).map(home::resolve);
        Optional<String> issuer = keys.optionalText("tokens.issuer");
        Optional<String> audience = keys.optionalText("tokens.audience");
        Duration leeway = keys.duration("tokens.leeway", Duration.ZERO, Duration.ofMinutes(5));
        if (file.isPresent() && (issuer.isEmpty() || audience.isEmpty())) {
            throw keys.invalid(
                    KEYS, "is set, but balancehead.tokens.issuer or balancehead.tokens.audience is not: set all three");
        }
        if (file.isEmpty() && (issuer.isPresent() || audience.isPresent())) {
            throw keys.invalid(
                    KEYS, "is not set, so no tokens would be asked for: set it, or remove issuer and audience");
        }
        return file.map(path -> new TokenConfig(path, issuer.orElseThrow(), audience.orElseThrow(), leeway));
    }
}
