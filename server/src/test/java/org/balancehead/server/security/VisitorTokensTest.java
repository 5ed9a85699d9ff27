package org.balancehead.server.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.OctetSequenceKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.stream.Stream;
import org.balancehead.server.config.InvalidConfigException;
import org.balancehead.server.config.TokenConfig;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class VisitorTokensTest {
    private static final Duration LEEWAY = Duration.ofSeconds(30);
    private static RSAKey rsa;
    private static RSAKey stranger;
    private static ECKey ec;
    private static OctetSequenceKey secret;

    @TempDir
    private Path folder;

    @BeforeAll
    static void makeKeys() throws Exception {
        rsa = new RSAKeyGenerator(2048).keyID("r").generate();
        stranger = new RSAKeyGenerator(2048).keyID("r").generate();
        ec = new ECKeyGenerator(Curve.P_256).keyID("e").generate();
        secret = new OctetSequenceKeyGenerator(256).keyID("s").generate();
    }

    @Test
    void takesEachKindOfKeyByItsOwnAlgorithm() throws Exception {
        VisitorTokens tokens = tokens(keySet(rsa, ec, secret));

        assertThat(judge(tokens, Issuer.sign(rsa, JWSAlgorithm.RS256, good()))).isInstanceOf(VisitorTokens.Valid.class);
        assertThat(judge(tokens, Issuer.sign(ec, JWSAlgorithm.ES256, good()))).isInstanceOf(VisitorTokens.Valid.class);
        assertThat(judge(tokens, Issuer.sign(secret, JWSAlgorithm.HS256, good())))
                .isInstanceOf(VisitorTokens.Valid.class);
    }

    @Test
    void takesKeysFromPem() throws Exception {
        VisitorTokens tokens =
                tokens(pem(rsa.toRSAPublicKey().getEncoded(), ec.toECPublicKey().getEncoded()));

        assertThat(judge(tokens, Issuer.sign(rsa, JWSAlgorithm.RS256, good()))).isInstanceOf(VisitorTokens.Valid.class);
        assertThat(judge(tokens, Issuer.sign(ec, JWSAlgorithm.ES256, good()))).isInstanceOf(VisitorTokens.Valid.class);
    }

    @Test
    void tellsUntilWhenATokenLetsIn() throws Exception {
        Instant end = Instant.now().plusSeconds(100).truncatedTo(ChronoUnit.SECONDS);
        JWTClaimsSet claims = Issuer.claims().expirationTime(Date.from(end)).build();

        VisitorTokens.Verdict verdict = judge(tokens(keySet(rsa)), Issuer.sign(rsa, JWSAlgorithm.RS256, claims));

        assertThat(verdict).isEqualTo(new VisitorTokens.Valid(end.plus(LEEWAY)));
    }

    static Stream<Arguments> wrongClaims() {
        return Stream.of(
                Arguments.of("expired", Issuer.claims().expirationTime(Issuer.in(Duration.ofSeconds(-40)))),
                Arguments.of("without an end", Issuer.claims().expirationTime(null)),
                Arguments.of("not yet valid", Issuer.claims().notBeforeTime(Issuer.in(Duration.ofSeconds(40)))),
                Arguments.of("another issuer", Issuer.claims().issuer("https://other.example.org")),
                Arguments.of("no issuer", Issuer.claims().issuer(null)),
                Arguments.of("another audience", Issuer.claims().audience("shop.example.org")),
                Arguments.of("no audience", Issuer.claims().audience((String) null)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrongClaims")
    void refusesTokensThatAreNotForHereAndNow(String what, JWTClaimsSet.Builder claims) throws Exception {
        VisitorTokens.Verdict verdict =
                judge(tokens(keySet(rsa)), Issuer.sign(rsa, JWSAlgorithm.RS256, claims.build()));

        assertThat(verdict).isInstanceOf(VisitorTokens.Invalid.class);
    }

    @Test
    void forgivesClocksThatDifferALittle() throws Exception {
        JWTClaimsSet claims = Issuer.claims()
                .expirationTime(Issuer.in(Duration.ofSeconds(-10)))
                .notBeforeTime(Issuer.in(Duration.ofSeconds(10)))
                .build();

        assertThat(judge(tokens(keySet(rsa)), Issuer.sign(rsa, JWSAlgorithm.RS256, claims)))
                .isInstanceOf(VisitorTokens.Valid.class);
    }

    @Test
    void refusesASignatureThatIsNone() throws Exception {
        VisitorTokens tokens = tokens(keySet(rsa, ec, secret));
        String[] signed = Issuer.sign(rsa, JWSAlgorithm.RS256, good()).split("\\.", 3);

        assertThat(judge(tokens, new PlainJWT(good()).serialize())).isInstanceOf(VisitorTokens.Invalid.class);
        assertThat(judge(tokens, signed[0] + "." + signed[1] + ".")).isInstanceOf(VisitorTokens.Invalid.class);
        assertThat(judge(tokens, encode("{\"alg\":\"none\"}") + "." + signed[1] + "." + signed[2]))
                .isInstanceOf(VisitorTokens.Invalid.class);
        assertThat(judge(tokens, encode("{\"alg\":\"NONE\"}") + "." + signed[1] + "."))
                .isInstanceOf(VisitorTokens.Invalid.class);
    }

    @Test
    void refusesAPublicKeyAsASecret() throws Exception {
        byte[] der = rsa.toRSAPublicKey().getEncoded();
        Path keys = pem(der);
        VisitorTokens tokens = tokens(keys);

        assertThat(judge(tokens, mac(der))).isInstanceOf(VisitorTokens.Invalid.class);
        assertThat(judge(tokens, mac(Files.readAllBytes(keys)))).isInstanceOf(VisitorTokens.Invalid.class);
    }

    @Test
    void refusesOtherAlgorithmsOfTheSameKey() throws Exception {
        VisitorTokens tokens = tokens(keySet(rsa));

        assertThat(judge(tokens, Issuer.sign(rsa, JWSAlgorithm.PS256, good())))
                .isInstanceOf(VisitorTokens.Invalid.class);
        assertThat(judge(tokens, Issuer.sign(rsa, JWSAlgorithm.RS512, good())))
                .isInstanceOf(VisitorTokens.Invalid.class);
    }

    @Test
    void refusesAKeyThatTheTokenBringsAlong() throws Exception {
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256)
                        .jwk(stranger.toPublicJWK())
                        .build(),
                good());
        token.sign(new RSASSASigner(stranger));

        assertThat(judge(tokens(keySet(rsa)), token.serialize())).isInstanceOf(VisitorTokens.Invalid.class);
        assertThat(judge(tokens(keySet(rsa)), Issuer.sign(stranger, JWSAlgorithm.RS256, good())))
                .isInstanceOf(VisitorTokens.Invalid.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "a.b.c", "....", "e30.e30.e30", "eyJhbGciOiJSUzI1NiJ9.e30.AAAA", "ÿ\u0000\n"})
    void refusesWhatIsNoToken(String nonsense) throws Exception {
        assertThat(judge(tokens(keySet(rsa)), nonsense)).isInstanceOf(VisitorTokens.Invalid.class);
    }

    @Test
    void refusesWhatIsTooLongToBeOne() throws Exception {
        assertThat(judge(tokens(keySet(rsa)), "a".repeat(5000)))
                .isEqualTo(new VisitorTokens.Invalid("The token has more than 4096 characters."));
    }

    @Test
    void wantsTheScopeInEitherForm() throws Exception {
        VisitorTokens tokens = tokens(keySet(rsa));

        assertThat(judge(tokens, scoped("openid"))).isInstanceOf(VisitorTokens.OutOfScope.class);
        assertThat(judge(tokens, scoped("streams upstream"))).isInstanceOf(VisitorTokens.OutOfScope.class);
        assertThat(judge(tokens, scoped(null))).isInstanceOf(VisitorTokens.OutOfScope.class);
        assertThat(judge(tokens, scoped(List.of("export", "stream")))).isInstanceOf(VisitorTokens.Valid.class);
    }

    @Test
    void rotatesKeysAndKeepsThemWhileTheFileIsBroken() throws Exception {
        Path file = keySet(rsa);
        VisitorTokens tokens = tokens(file);
        String old = Issuer.sign(rsa, JWSAlgorithm.RS256, good());
        String fresh = Issuer.sign(ec, JWSAlgorithm.ES256, good());
        assertThat(judge(tokens, fresh)).isInstanceOf(VisitorTokens.Invalid.class);

        Files.writeString(file, "{\"keys\": [");
        assertThat(judge(tokens, old)).isInstanceOf(VisitorTokens.Valid.class);
        Files.delete(file);
        assertThat(judge(tokens, old)).isInstanceOf(VisitorTokens.Valid.class);
        keySet(rsa, ec);
        assertThat(judge(tokens, old)).isInstanceOf(VisitorTokens.Valid.class);
        assertThat(judge(tokens, fresh)).isInstanceOf(VisitorTokens.Valid.class);
        keySet(ec);

        assertThat(judge(tokens, old)).isInstanceOf(VisitorTokens.Invalid.class);
        assertThat(judge(tokens, fresh)).isInstanceOf(VisitorTokens.Valid.class);
    }

    @Test
    void looksAtTheFileNoMoreOftenThanThePeriod() throws Exception {
        Path file = keySet(rsa);
        VisitorTokens tokens = new VisitorTokens(config(file), Duration.ofHours(1));

        keySet(ec);

        assertThat(judge(tokens, Issuer.sign(rsa, JWSAlgorithm.RS256, good()))).isInstanceOf(VisitorTokens.Valid.class);
    }

    @Test
    void saysWhatIsWrongWithTheFileOfKeys() throws Exception {
        Path file = folder.resolve("keys");
        assertThatThrownBy(() -> tokens(file))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessage("The file of token keys %s is not there: name one that is.".formatted(file));

        Files.writeString(file, "{\"keys\": [");
        assertThatThrownBy(() -> tokens(file))
                .hasMessage("The file of token keys %s is no JSON Web Key Set: write {\"keys\": […]}, or PEM."
                        .formatted(file));

        Files.writeString(file, new JWKSet(rsa).toString(false));
        assertThatThrownBy(() -> tokens(file)).hasMessageContaining("holds a private key: put its public half there");

        Files.writeString(file, block("RSA PRIVATE KEY", rsa.toRSAPrivateKey().getEncoded()));
        assertThatThrownBy(() -> tokens(file)).hasMessageContaining("holds a private key: put its public half there");

        Files.writeString(
                file,
                new JWKSet(List.<JWK>of(
                                new RSAKeyGenerator(1024, true).generate().toPublicJWK(),
                                new ECKeyGenerator(Curve.P_384).generate().toPublicJWK(),
                                new OctetSequenceKey.Builder(new byte[16]).build(),
                                new RSAKey.Builder(rsa.toPublicJWK())
                                        .keyUse(KeyUse.ENCRYPTION)
                                        .build()))
                        .toString(false));
        assertThatThrownBy(() -> tokens(file)).hasMessageContaining("holds 0 keys that can be used");

        Files.writeString(file, "hello");
        assertThatThrownBy(() -> tokens(file)).hasMessageContaining("holds 0 keys that can be used");
    }

    @Test
    void repeatsNoPartOfATokenInItsSentences() throws Exception {
        VisitorTokens tokens = tokens(keySet(rsa));
        String token = Issuer.sign(
                stranger,
                JWSAlgorithm.RS256,
                Issuer.claims().audience("my-audience").build());

        String sentence = ((VisitorTokens.Invalid) judge(tokens, token)).sentence();

        assertThat(sentence).doesNotContain("my-audience", "visitor-7", token.substring(0, 12));
    }

    private static VisitorTokens.Verdict judge(VisitorTokens tokens, String token) {
        return tokens.judge(token, VisitorDoor.STREAM);
    }

    private static VisitorTokens tokens(Path file) {
        return new VisitorTokens(config(file), Duration.ZERO);
    }

    private static TokenConfig config(Path file) {
        return new TokenConfig(file, Issuer.NAME, Issuer.AUDIENCE, LEEWAY);
    }

    private Path keySet(JWK... keys) throws IOException {
        List<JWK> served = Stream.of(keys)
                .map(key -> key instanceof OctetSequenceKey ? key : key.toPublicJWK())
                .toList();
        return Files.writeString(folder.resolve("keys"), new JWKSet(served).toString(false));
    }

    private Path pem(byte[]... publicKeys) throws IOException {
        StringBuilder text = new StringBuilder();
        for (byte[] key : publicKeys) {
            text.append(block("PUBLIC KEY", key));
        }
        return Files.writeString(folder.resolve("keys.pem"), text);
    }

    private static String block(String label, byte[] der) {
        return "-----BEGIN %1$s-----%n%2$s%n-----END %1$s-----%n"
                .formatted(label, Base64.getMimeEncoder().encodeToString(der));
    }

    private static JWTClaimsSet good() {
        return Issuer.claims().build();
    }

    private static String scoped(@Nullable Object scope) throws Exception {
        return Issuer.sign(
                rsa, JWSAlgorithm.RS256, Issuer.claims().claim("scope", scope).build());
    }

    private static String mac(byte[] secret) throws Exception {
        SignedJWT token = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), good());
        token.sign(new MACSigner(secret));
        return token.serialize();
    }

    private static String encode(String json) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }
}
