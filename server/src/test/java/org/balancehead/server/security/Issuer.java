package org.balancehead.server.security;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.factories.DefaultJWSSignerFactory;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;

/** Makes tokens for tests, as an identity provider would. */
final class Issuer {
    static final String NAME = "https://issuer.example.org";
    static final String AUDIENCE = "balancehead.example.org";

    private Issuer() {}

    /** Claims that let in for ten minutes; change what a test is about. */
    static JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .issuer(NAME)
                .audience(AUDIENCE)
                .subject("visitor-7")
                .claim("scope", "openid stream")
                .expirationTime(in(Duration.ofMinutes(10)));
    }

    static Date in(Duration time) {
        return Date.from(Instant.now().plus(time));
    }

    static String sign(JWK key, JWSAlgorithm algorithm, JWTClaimsSet claims) throws JOSEException {
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(algorithm).keyID(key.getKeyID()).build(), claims);
        token.sign(new DefaultJWSSignerFactory().createJWSSigner(key, algorithm));
        return token.serialize();
    }
}
