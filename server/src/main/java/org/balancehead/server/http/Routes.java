package org.balancehead.server.http;

import static org.apache.pekko.http.javadsl.server.Directives.concat;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.file.Path;
import org.apache.pekko.http.javadsl.server.Route;

/** All addresses of the server, composed. */
public final class Routes {
    private Routes() {}

    /**
     * The whole server as one route.
     *
     * @param stream the WebSocket's route, {@code /v1/stream}
     * @param demoClip the clip for visitors without a camera
     */
    public static Route of(Route stream, Readiness readiness, PrometheusMeterRegistry metrics, Path demoClip) {
        return JsonErrors.formed(concat(stream, Probes.route(readiness, metrics), Page.route(demoClip)));
    }
}
