package org.balancehead.server.http;

import static org.apache.pekko.http.javadsl.server.Directives.complete;
import static org.apache.pekko.http.javadsl.server.Directives.concat;
import static org.apache.pekko.http.javadsl.server.Directives.get;
import static org.apache.pekko.http.javadsl.server.Directives.path;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Map;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpCharsets;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.MediaTypes;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.model.headers.RetryAfter;
import org.apache.pekko.http.javadsl.server.Route;

/** What orchestrators and dashboards ask: alive, ready, metrics. */
final class Probes {
    private static final long RETRY_AFTER_SECONDS = 1;

    private Probes() {}

    static Route route(Readiness readiness, PrometheusMeterRegistry metrics) {
        return get(() -> concat(
                path("healthz", () -> complete(json("{\"status\":\"alive\"}"))),
                path("readyz", () -> complete(readiness(readiness.state()))),
                path("metrics", () -> complete(metrics(metrics)))));
    }

    private static HttpResponse readiness(Readiness.State state) {
        return state.ready()
                ? json("{\"status\":\"ready\"}")
                : JsonErrors.response(StatusCodes.SERVICE_UNAVAILABLE, "overloaded", state.why())
                        .addHeader(RetryAfter.create(RETRY_AFTER_SECONDS));
    }

    private static HttpResponse metrics(PrometheusMeterRegistry metrics) {
        return HttpResponse.create()
                .withEntity(HttpEntities.create(
                        MediaTypes.customWithOpenCharset("text", "plain", Map.of("version", "0.0.4"), false)
                                .toContentType(HttpCharsets.UTF_8),
                        metrics.scrape()));
    }

    private static HttpResponse json(String body) {
        return HttpResponse.create().withEntity(ContentTypes.APPLICATION_JSON, body);
    }
}
