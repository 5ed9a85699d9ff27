package org.balancehead.server.admin;

import static org.apache.pekko.http.javadsl.server.Directives.complete;
import static org.apache.pekko.http.javadsl.server.Directives.completeWithFuture;
import static org.apache.pekko.http.javadsl.server.Directives.concat;
import static org.apache.pekko.http.javadsl.server.Directives.get;
import static org.apache.pekko.http.javadsl.server.Directives.path;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.server.PathMatchers;
import org.apache.pekko.http.javadsl.server.Route;
import org.balancehead.actors.registry.SessionRegistry;
import org.balancehead.actors.registry.SessionSummary;
import org.balancehead.server.http.Readiness;
import org.balancehead.server.metrics.DeviceRow;
import org.balancehead.server.metrics.LiveMeters;

/** {@code /admin/sessions} and {@code /admin/devices}: what there is now; nothing of the persons. */
final class OverviewRoute {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration DEADLINE = Duration.ofSeconds(5);

    /** Sessions beyond this are counted, not listed. */
    private static final int MOST_LISTED = 1000;

    private final ActorSystem<?> system;
    private final ActorRef<SessionRegistry.Command> registry;
    private final LiveMeters meters;

    private OverviewRoute(ActorSystem<?> system, ActorRef<SessionRegistry.Command> registry, LiveMeters meters) {
        this.system = system;
        this.registry = registry;
        this.meters = meters;
    }

    static Route of(ActorSystem<?> system, ActorRef<SessionRegistry.Command> registry, LiveMeters meters) {
        OverviewRoute overview = new OverviewRoute(system, registry, meters);
        return concat(
                path(
                        PathMatchers.segment("admin").slash("sessions"),
                        () -> get(() -> completeWithFuture(overview.sessions()))),
                path(PathMatchers.segment("admin").slash("devices"), () -> get(() -> complete(overview.devices()))));
    }

    private CompletionStage<HttpResponse> sessions() {
        CompletionStage<SessionRegistry.SessionList> reply =
                AskPattern.ask(registry, SessionRegistry.ListSessions::new, DEADLINE, system.scheduler());
        return reply.thenApply(list -> {
            ObjectNode body =
                    JSON.createObjectNode().put("count", list.sessions().size());
            ArrayNode rows = body.putArray("sessions");
            list.sessions().stream().limit(MOST_LISTED).forEach(session -> rows.add(of(session)));
            return ModelsJson.response(StatusCodes.OK, body);
        });
    }

    private static ObjectNode of(SessionSummary session) {
        return JSON.createObjectNode()
                .put("id", session.id().value())
                .put("ageSeconds", session.age().toSeconds())
                .put("state", session.state().name().toLowerCase(Locale.ROOT))
                .put("model", session.model())
                .put("mode", session.mode().wireName())
                .put("viewsPerSecond", session.viewsPerSecond())
                .put("views", session.views())
                .put("dropped", session.dropped());
    }

    private HttpResponse devices() {
        Readiness.State state = meters.readiness().state();
        ObjectNode body = JSON.createObjectNode().put("ready", state.ready()).put("why", state.why());
        ArrayNode devices = body.putArray("devices");
        for (DeviceRow row : meters.devices()) {
            ObjectNode device = devices.addObject()
                    .put("device", row.device().device())
                    .put("model", row.device().model())
                    .put("state", row.state().name().toLowerCase(Locale.ROOT).replace('_', '-'))
                    .put("sessions", row.sessions())
                    .put("limit", row.limit());
            ArrayNode lanes = device.putArray("lanes");
            row.lanes()
                    .forEach((lane, waits) -> lanes.addObject()
                            .put("lane", lane.name().toLowerCase(Locale.ROOT))
                            .put("waiting", waits.waiting())
                            .put("oldestSeconds", waits.oldestSeconds()));
        }
        return ModelsJson.response(StatusCodes.OK, body);
    }
}
