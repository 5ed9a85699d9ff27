package org.balancehead.server.security;

import static com.nimbusds.jwt.JWTClaimNames.EXPIRATION_TIME;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.BadJWTException;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import com.nimbusds.jwt.proc.ExpiredJWTException;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.balancehead.server.config.InvalidConfigException;
import org.balancehead.server.config.TokenConfig;

/**
 * Judges visitors' tokens: signed JWTs (RFC 7519) of one issuer, for this audience, that expire, with a scope. Which
 * algorithm a key is for says the key, so a token can neither be unsigned nor choose another. Safe for any thread. No
 * sentence repeats a part of a token.
 */
final class VisitorTokens {
    /** How a token stands. */
    sealed interface Verdict {}

    /** It lets in until then, leeway included. */
    record Valid(Instant until) implements Verdict {}

    /** It lets nobody in; one sentence for people. */
    record Invalid(String sentence) implements Verdict {}

    /** It is sound, but not for this. */
    record OutOfScope(String sentence) implements Verdict {}

    /** Between two looks at the file of keys: so long a new key may take to count. */
    static final Duration RELOAD_PERIOD = Duration.ofSeconds(5);

    private static final Set<JWSAlgorithm> ALGORITHMS =
            Set.of(JWSAlgorithm.RS256, JWSAlgorithm.ES256, JWSAlgorithm.HS256);

    /** Tokens have about a thousand characters. */
    private static final int MAX_LENGTH = 4096;

    private final TokenConfig config;
    private final ReloadedFile<JWKSet> keys;
    private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();

    /** @throws InvalidConfigException when the file of keys cannot be used */
    VisitorTokens(TokenConfig config, Duration reloadPeriod) {
        this.config = config;
        this.keys =
                new ReloadedFile<>(List.of(config.keys()), reloadPeriod, () -> VerificationKeys.read(config.keys()));
        processor.setJWSTypeVerifier(
                new DefaultJOSEObjectTypeVerifier<>(JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), null));
        processor.setJWSKeySelector(
                new JWSVerificationKeySelector<>(ALGORITHMS, (selector, none) -> candidates(selector.getMatcher())));
        DefaultJWTClaimsVerifier<SecurityContext> claims = new DefaultJWTClaimsVerifier<>(
                config.audience(),
                new JWTClaimsSet.Builder().issuer(config.issuer()).build(),
                Set.of(EXPIRATION_TIME));
        claims.setMaxClockSkew((int) config.leeway().toSeconds());
        processor.setJWTClaimsSetVerifier(claims);
    }

    /** Whether the token lets its bearer do what the scope stands for. */
    Verdict judge(String token, String scope) {
        if (token.length() > MAX_LENGTH) {
            return new Invalid("The token has more than %d characters.".formatted(MAX_LENGTH));
        }
        try {
            JWTClaimsSet claims = processor.process(token, null);
            return allows(claims, scope)
                    ? new Valid(claims.getExpirationTime().toInstant().plus(config.leeway()))
                    : new OutOfScope("The token lacks the scope %s.".formatted(scope));
        } catch (ExpiredJWTException expired) {
            return new Invalid("The token has expired: get a new one.");
        } catch (BadJWTException otherClaims) {
            return new Invalid("The token is not valid yet, does not say until when, or is not meant for this server.");
        } catch (BadJOSEException | JOSEException unsigned) {
            return new Invalid("The token is not signed with a key that this server trusts.");
        } catch (ParseException noToken) {
            return new Invalid("The token is no JSON Web Token.");
        }
    }

    /** The keys that may have signed: the one that the token names, and those without a name, as PEM has them. */
    private List<JWK> candidates(JWKMatcher wanted) {
        JWKMatcher whateverName = new JWKMatcher.Builder(wanted).keyID(null).build();
        return keys.value().getKeys().stream()
                .filter(key -> (key.getKeyID() == null ? whateverName : wanted).matches(key))
                .toList();
    }

    /** {@code scope} as OAuth has it: names with spaces between; some issuers send a list. */
    private static boolean allows(JWTClaimsSet claims, String scope) {
        Object granted = claims.getClaim("scope");
        if (granted instanceof String names) {
            return Arrays.asList(names.split(" ")).contains(scope);
        }
        return granted instanceof List<?> names && names.contains(scope);
    }
}
