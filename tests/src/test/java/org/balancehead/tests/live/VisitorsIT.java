package org.balancehead.tests.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.gen.OctetSequenceKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.balancehead.actors.session.SessionSettings;
import org.balancehead.protocol.message.ErrorCode;
import org.balancehead.protocol.message.ServerMessage;
import org.balancehead.server.config.AccessConfig;
import org.balancehead.server.config.TokenConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may open a stream, over real sockets. */
class VisitorsIT {
    @TempDir
    private Path folder;

    @Test
    void asksForATokenBeforeTheUpgradeAndEndsTheSessionWithIt() throws Exception {
        OctetSequenceKey key = new OctetSequenceKeyGenerator(256).generate();
        Path keys = Files.writeString(folder.resolve("keys.json"), new JWKSet(key).toString(false));
        TokenConfig wanted = new TokenConfig(keys, "issuer", "heads", Duration.ZERO);
        try (FakeServer live =
                new FakeServer(SessionSettings.DEFAULTS, new AccessConfig(Set.of(), Optional.of(wanted), List.of()))) {
            StreamClient.connectWhenReady(address(live, token(key, "stream", Duration.ofMinutes(5))))
                    .close();

            assertRefused(401, () -> open(address(live, "")));
            assertRefused(401, () -> open(address(live, token(key, "stream", Duration.ofMinutes(-5)))));
            assertRefused(403, () -> open(address(live, token(key, "export", Duration.ofMinutes(5)))));
            open(address(live, ""), "Authorization", "Bearer " + token(key, "stream", Duration.ofMinutes(5)))
                    .abort();
            try (StreamClient brief =
                    StreamClient.connectWhenReady(address(live, token(key, "stream", Duration.ofSeconds(3))))) {
                brief.greet();
                assertThat(brief.await(ServerMessage.Problem.class).code()).isEqualTo(ErrorCode.UNAUTHORISED);
                assertThat(brief.awaitClose()).isEqualTo(1008);
            }
        }
    }

    @Test
    void letsOnlyPagesOfListedOriginsAndOfItsOwnIn() {
        AccessConfig listed = new AccessConfig(Set.of("https://app.example.org"), Optional.empty(), List.of());
        try (FakeServer live = new FakeServer(SessionSettings.DEFAULTS, listed)) {
            URI address = StreamClient.address(live.port());
            StreamClient.connectWhenReady(address).close();

            open(address, "Origin", "http://127.0.0.1:" + live.port()).abort();
            open(address, "Origin", "https://app.example.org").abort();
            assertRefused(403, () -> open(address, "Origin", "https://evil.example"));
            assertRefused(403, () -> open(address, "Origin", "null"));
        }
    }

    private static URI address(FakeServer live, String token) {
        return URI.create(StreamClient.address(live.port()) + "?token=" + token);
    }

    private static WebSocket open(URI address, String... header) {
        WebSocket.Builder builder =
                HttpClient.newHttpClient().newWebSocketBuilder().subprotocols("balancehead.v1");
        if (header.length == 2) {
            builder.header(header[0], header[1]);
        }
        return builder.buildAsync(address, new WebSocket.Listener() {}).join();
    }

    private static void assertRefused(int status, ThrowingCallable opening) {
        assertThatThrownBy(opening)
                .cause()
                .isInstanceOfSatisfying(
                        WebSocketHandshakeException.class,
                        refused ->
                                assertThat(refused.getResponse().statusCode()).isEqualTo(status));
    }

    private static String token(OctetSequenceKey key, String scope, Duration time) throws Exception {
        SignedJWT token = new SignedJWT(
                new JWSHeader(JWSAlgorithm.HS256),
                new JWTClaimsSet.Builder()
                        .issuer("issuer")
                        .audience("heads")
                        .claim("scope", scope)
                        .expirationTime(Date.from(Instant.now().plus(time)))
                        .build());
        token.sign(new MACSigner(key));
        return token.serialize();
    }
}
