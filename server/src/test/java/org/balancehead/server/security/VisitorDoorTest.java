package org.balancehead.server.security;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.gen.OctetSequenceKeyGenerator;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.pekko.http.javadsl.model.HttpEntity;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.balancehead.server.config.AccessConfig;
import org.balancehead.server.config.TokenConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VisitorDoorTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "localhost:8080, http://localhost:8080, true",
        "localhost:8080, HTTP://LocalHost:8080, true",
        "heads.example.org, https://heads.example.org, true",
        "heads.example.org:443, https://heads.example.org, true",
        "heads.example.org, https://heads.example.org:443, true",
        "[::1]:8080, http://[::1]:8080, true",
        "localhost:8080, http://localhost:8081, false",
        "localhost:8080, http://localhost, false",
        "localhost:8080, https://evil.example, false",
        "localhost:8080, http://localhost:8080.evil.example, false",
        "localhost:8080, http://localhost:8080@evil.example, false",
        "localhost:8080, 'http://localhost:8080 https://evil.example', false",
        "localhost:8080, null, false",
        "localhost:8080, localhost:8080, false",
        "localhost:8080, '', false",
    })
    void takesPagesOfItsOwnHostOnly(String host, String origin, boolean welcome) {
        VisitorDoor door = VisitorDoor.of(AccessConfig.DEFAULTS);

        VisitorDoor.Answer answer = door.ask(request("/v1/stream", "Host", host, "Origin", origin));

        assertThat(answer instanceof VisitorDoor.ComeIn).isEqualTo(welcome);
    }

    @Test
    void takesPagesOfListedOriginsAndProgramsWithoutOne() {
        VisitorDoor door =
                VisitorDoor.of(new AccessConfig(Set.of("https://app.example.org"), Optional.empty(), List.of()));

        assertThat(door.ask(request("/v1/stream", "Host", "a", "Origin", "https://app.example.org")))
                .isInstanceOf(VisitorDoor.ComeIn.class);
        assertThat(door.ask(request("/v1/stream", "Host", "a"))).isInstanceOf(VisitorDoor.ComeIn.class);
        HttpResponse refused =
                refused(door.ask(request("/v1/stream", "Host", "a", "Origin", "http://app.example.org")));
        assertThat(refused.status().intValue()).isEqualTo(403);
        assertThat(body(refused)).contains("\"code\":\"forbidden\"", "balancehead.http.origins");
    }

    @Test
    void wantsATokenInTheHeaderOrInTheAddress() throws Exception {
        OctetSequenceKey key = new OctetSequenceKeyGenerator(256).generate();
        VisitorDoor door = withTokens(key);
        String token = Issuer.sign(key, JWSAlgorithm.HS256, Issuer.claims().build());

        VisitorDoor.Answer byHeader = door.ask(request("/v1/stream", "Authorization", "bearer  " + token));
        VisitorDoor.Answer byAddress = door.ask(request("/v1/stream?token=" + token));
        HttpResponse none = refused(door.ask(request("/v1/stream?token=")));
        HttpResponse bad = refused(door.ask(request("/v1/stream?token=x.y.z")));

        assertThat(byHeader).isInstanceOf(VisitorDoor.ComeIn.class);
        assertThat(((VisitorDoor.ComeIn) byAddress).remaining())
                .hasValueSatisfying(time -> assertThat(time).isBetween(Duration.ofMinutes(5), Duration.ofMinutes(11)));
        assertThat(none.status().intValue()).isEqualTo(401);
        assertThat(body(none)).contains("\"code\":\"unauthorised\"");
        assertThat(none.getHeader("WWW-Authenticate").map(HttpHeader::value)).hasValue("Bearer realm=\"balancehead\"");
        assertThat(bad.status().intValue()).isEqualTo(401);
        assertThat(bad.getHeader("WWW-Authenticate").map(HttpHeader::value))
                .hasValueSatisfying(value -> assertThat(value).contains("invalid_token"));
        assertThat(body(bad)).doesNotContain("x.y.z");
    }

    @Test
    void answersForbiddenToATokenForSomethingElse() throws Exception {
        OctetSequenceKey key = new OctetSequenceKeyGenerator(256).generate();
        String token = Issuer.sign(
                key,
                JWSAlgorithm.HS256,
                Issuer.claims().claim("scope", "export").build());

        HttpResponse refused = refused(withTokens(key).ask(request("/v1/stream?token=" + token)));

        assertThat(refused.status().intValue()).isEqualTo(403);
        assertThat(body(refused)).contains("The token lacks the scope stream.");
    }

    private VisitorDoor withTokens(OctetSequenceKey key) throws Exception {
        Path file = Files.writeString(folder.resolve("keys.json"), new JWKSet(key).toString(false));
        return VisitorDoor.of(new AccessConfig(
                Set.of(),
                Optional.of(new TokenConfig(file, Issuer.NAME, Issuer.AUDIENCE, Duration.ofSeconds(30))),
                List.of()));
    }

    private static HttpRequest request(String address, String... headers) {
        List<HttpHeader> parsed = new ArrayList<>();
        for (int i = 0; i < headers.length; i += 2) {
            parsed.add(HttpHeader.parse(headers[i], headers[i + 1]));
        }
        return HttpRequest.GET(address).withHeaders(parsed);
    }

    private static HttpResponse refused(VisitorDoor.Answer answer) {
        return ((VisitorDoor.StayOut) answer).response();
    }

    private static String body(HttpResponse response) {
        return ((HttpEntity.Strict) response.entity()).getData().utf8String();
    }
}
