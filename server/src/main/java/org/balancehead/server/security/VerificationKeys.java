package org.balancehead.server.security;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.balancehead.server.config.InvalidConfigException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the keys by which tokens are verified: a JWKS (RFC 7517), or PEM public keys and certificates. Each key serves
 * one algorithm, by its kind: RSA RS256, EC on P-256 ES256, a secret HS256. So the key decides, never the token.
 */
final class VerificationKeys {
    /** During a rotation there are two or three. A token that names no key is tried with each of its kind. */
    private static final int MAX_KEYS = 16;

    private static final int LEAST_RSA_BITS = 2048;
    private static final int LEAST_SECRET_BITS = 256;
    private static final String ROLE = "The file of token keys";

    private VerificationKeys() {}

    /** @throws InvalidConfigException in one sentence, when the file has no key that can be used, or one it must not */
    static JWKSet read(Path file) {
        String text = PemFile.text(file, ROLE);
        List<JWK> keys = text.stripLeading().startsWith("{") ? ofSet(text, file) : ofPem(text, file);
        if (keys.stream().anyMatch(key -> key.isPrivate() && !(key instanceof OctetSequenceKey))) {
            throw privateKey(file);
        }
        List<JWK> usable = keys.stream().filter(VerificationKeys::isUsable).toList();
        if (usable.isEmpty() || usable.size() > MAX_KEYS) {
            throw new InvalidConfigException(
                    "%s %s holds %d keys that can be used, but must hold 1 to %d: RSA of %d bits or more, EC on P-256, or a secret of %d bits or more."
                            .formatted(ROLE, file, usable.size(), MAX_KEYS, LEAST_RSA_BITS, LEAST_SECRET_BITS));
        }
        return new JWKSet(usable);
    }

    private static boolean isUsable(JWK key) {
        return (key.getAlgorithm() == null || key.getAlgorithm().equals(algorithm(key)))
                && (key.getKeyUse() == null || KeyUse.SIGNATURE.equals(key.getKeyUse()))
                && algorithm(key) != null;
    }

    /** Null where there is none. */
    private static @Nullable JWSAlgorithm algorithm(JWK key) {
        if (key instanceof RSAKey rsa && rsa.size() >= LEAST_RSA_BITS) {
            return JWSAlgorithm.RS256;
        }
        if (key instanceof ECKey ec && Curve.P_256.equals(ec.getCurve())) {
            return JWSAlgorithm.ES256;
        }
        return key instanceof OctetSequenceKey secret && secret.size() >= LEAST_SECRET_BITS ? JWSAlgorithm.HS256 : null;
    }

    private static InvalidConfigException privateKey(Path file) {
        return new InvalidConfigException(
                "%s %s holds a private key: put its public half there, the private one signs elsewhere."
                        .formatted(ROLE, file));
    }

    private static List<JWK> ofSet(String json, Path file) {
        try {
            return JWKSet.parse(json).getKeys();
        } catch (ParseException damaged) {
            throw new InvalidConfigException(
                    "%s %s is no JSON Web Key Set: write {\"keys\": […]}, or PEM.".formatted(ROLE, file), damaged);
        }
    }

    private static List<JWK> ofPem(String text, Path file) {
        List<JWK> keys = new ArrayList<>();
        for (PemFile.Block block : PemFile.blocks(text, file)) {
            if (block.label().endsWith(PemFile.PRIVATE_KEY)) {
                throw privateKey(file);
            } else if (block.label().equals(PemFile.CERTIFICATE)) {
                keys.add(ofJava(PemFile.certificate(block, file).getPublicKey(), file));
            } else if (block.label().equals(PemFile.PUBLIC_KEY)) {
                keys.add(ofJava(publicKey(block, file), file));
            }
        }
        return keys;
    }

    private static PublicKey publicKey(PemFile.Block block, Path file) {
        return decoded("RSA", block)
                .or(() -> decoded("EC", block))
                .orElseThrow(() -> new InvalidConfigException(
                        "A PUBLIC KEY in %s is neither RSA nor EC: give one that is.".formatted(file)));
    }

    private static Optional<PublicKey> decoded(String kind, PemFile.Block block) {
        try {
            return Optional.of(KeyFactory.getInstance(kind).generatePublic(new X509EncodedKeySpec(block.der())));
        } catch (GeneralSecurityException otherKind) {
            return Optional.empty();
        }
    }

    private static JWK ofJava(PublicKey key, Path file) {
        if (key instanceof RSAPublicKey rsa) {
            return new RSAKey.Builder(rsa).build();
        }
        if (key instanceof ECPublicKey ec && Curve.P_256.equals(Curve.forECParameterSpec(ec.getParams()))) {
            return new ECKey.Builder(Curve.P_256, ec).build();
        }
        throw new InvalidConfigException(
                "A key in %s is neither RSA nor EC on P-256: give one that is.".formatted(file));
    }
}
