package org.balancehead.server.websocket;

import static org.apache.pekko.http.javadsl.server.Directives.completeWithFuture;
import static org.apache.pekko.http.javadsl.server.Directives.extractWebSocketUpgrade;
import static org.apache.pekko.http.javadsl.server.Directives.get;
import static org.apache.pekko.http.javadsl.server.Directives.path;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.model.headers.RetryAfter;
import org.apache.pekko.http.javadsl.model.ws.WebSocketUpgrade;
import org.apache.pekko.http.javadsl.server.PathMatchers;
import org.apache.pekko.http.javadsl.server.Route;
import org.balancehead.actors.session.SessionRegistry;
import org.balancehead.actors.session.SessionSettings;

/**
 * The address of live sessions, {@code GET /v1/stream}: refuses before the upgrade, or makes the socket a session's.
 */
public final class StreamEndpoint {
    /** The only subprotocol that is spoken. */
    public static final String SUBPROTOCOL = "balancehead.v1";

    private static final Duration ADMISSION_DEADLINE = Duration.ofSeconds(2);

    private final ActorSystem<?> system;
    private final ActorRef<SessionRegistry.Command> registry;

    private StreamEndpoint(ActorSystem<?> system, ActorRef<SessionRegistry.Command> registry) {
        this.system = system;
        this.registry = registry;
    }

    /**
     * The route. Requests for other paths are rejected, so that it can stand beside others.
     *
     * @param settings those that the registry was made with
     */
    public static Route route(
            ActorSystem<?> system, ActorRef<SessionRegistry.Command> registry, SessionSettings settings) {
        StreamEndpoint endpoint = new StreamEndpoint(system, registry);
        return path(
                PathMatchers.segment("v1").slash("stream"),
                () -> get(() -> extractWebSocketUpgrade(upgrade -> completeWithFuture(endpoint.answer(upgrade)))));
    }

    private CompletionStage<HttpResponse> answer(WebSocketUpgrade upgrade) {
        if (!contains(upgrade.getRequestedProtocols(), SUBPROTOCOL)) {
            return CompletableFuture.completedFuture(HttpResponse.create().withStatus(StatusCodes.BAD_REQUEST));
        }
        return AskPattern.ask(registry, SessionRegistry.Admit::new, ADMISSION_DEADLINE, system.scheduler())
                .thenApply(StreamEndpoint::refusal);
    }

    private static HttpResponse refusal(SessionRegistry.Admission admission) {
        SessionRegistry.Refused refused = (SessionRegistry.Refused) admission;
        return HttpResponse.create()
                .withStatus(StatusCodes.SERVICE_UNAVAILABLE)
                .withEntity(refused.sentence())
                .addHeader(RetryAfter.create(refused.retryAfter().toSeconds()));
    }

    private static boolean contains(Iterable<String> values, String wanted) {
        for (String value : values) {
            if (value.equals(wanted)) {
                return true;
            }
        }
        return false;
    }
}
