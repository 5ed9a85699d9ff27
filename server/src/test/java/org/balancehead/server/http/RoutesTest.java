package org.balancehead.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RoutesTest {
    @TempDir
    private static Path folder;

    private static RunningServer server;

    @BeforeAll
    static void start() throws IOException {
        server = new RunningServer(Files.writeString(folder.resolve("webcam.mp4"), "0123456789"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({
        "/, text/html; charset=UTF-8",
        "/app.js, text/javascript; charset=UTF-8",
        "/balancehead.js, text/javascript; charset=UTF-8",
        "/theme.css, text/css; charset=UTF-8",
        "/style.css, text/css; charset=UTF-8",
        "/icon.svg, image/svg+xml",
        "/openapi.yaml, application/yaml; charset=UTF-8",
        "/asyncapi.yaml, application/yaml; charset=UTF-8",
        "/demo/webcam.mp4, video/mp4",
    })
    void servesThePageWithItsTypesAndGuards(String path, String type) throws Exception {
        HttpResponse<String> response = server.get(path);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("content-type")).hasValue(type);
        assertThat(response.headers().firstValue("content-security-policy"))
                .hasValueSatisfying(policy -> assertThat(policy)
                        .startsWith("default-src 'none'")
                        .doesNotContain("unsafe")
                        .doesNotContain("http:"));
        assertThat(response.headers().firstValue("x-content-type-options")).hasValue("nosniff");
    }

    @Test
    void answersABrowserThatHasTheFileWithoutSendingItAgain() throws Exception {
        String tag = server.get("/app.js").headers().firstValue("etag").orElseThrow();

        HttpResponse<String> again = server.get("/app.js", "If-None-Match", tag);

        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
    }

    @Test
    void servesPartsOfTheClip() throws Exception {
        HttpResponse<String> part = server.get("/demo/webcam.mp4", "Range", "bytes=2-4");

        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(part.body()).isEqualTo("234");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/nothing",
                "/../reference.conf",
                "/%2e%2e/reference.conf",
                "/demo/..%2f..%2fpom.xml",
                "/demo/",
                "/web/app.js",
                "/app.js/",
                "/logback.xml"
            })
    void findsNothingElse(String path) throws Exception {
        HttpResponse<String> response = server.get(path);

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.body()).contains("\"code\":\"not-found\"");
    }

    @Test
    void refusesAnotherMethodAndNamesTheRightOne() throws Exception {
        HttpResponse<String> response = server.send("POST", "/healthz");

        assertThat(response.statusCode()).isEqualTo(405);
        assertThat(response.headers().firstValue("allow")).hasValue("GET");
        assertThat(response.body())
                .isEqualTo(
                        "{\"error\":{\"code\":\"method-not-allowed\",\"message\":\"This address takes GET only.\"}}");
    }

    @Test
    void keepsItsTroubleToItself() throws Exception {
        HttpResponse<String> response = server.get("/broken");

        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(response.body())
                .isEqualTo("{\"error\":{\"code\":\"internal\",\"message\":\"The server failed; its log says why.\"}}");
    }

    @Test
    void isAliveBeforeItIsReady() throws Exception {
        server.setState(new Readiness.State(false, "The model is being opened."));
        HttpResponse<String> alive = server.get("/healthz");
        HttpResponse<String> opening = server.get("/readyz");
        server.setState(new Readiness.State(true, "Ready."));
        HttpResponse<String> ready = server.get("/readyz");

        assertThat(alive.statusCode()).isEqualTo(200);
        assertThat(opening.statusCode()).isEqualTo(503);
        assertThat(opening.headers().firstValue("retry-after")).hasValue("1");
        assertThat(opening.body()).contains("The model is being opened.");
        assertThat(ready.statusCode()).isEqualTo(200);
    }

    @Test
    void showsItsMetricsAsPrometheusText() throws Exception {
        server.metrics().counter("balancehead.views.sent").increment();

        HttpResponse<String> response = server.get("/metrics");

        assertThat(response.headers().firstValue("content-type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/plain; version=0.0.4"));
        assertThat(response.body()).contains("balancehead_views_sent_total 1.0");
    }

    @Test
    void answersHeadLikeGetWithoutABody() throws Exception {
        HttpResponse<String> response = server.send("HEAD", "/");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEmpty();
    }
}
