package org.balancehead.server.websocket;

import static org.apache.pekko.http.javadsl.server.Directives.complete;
import static org.apache.pekko.http.javadsl.server.Directives.completeWithFuture;
import static org.apache.pekko.http.javadsl.server.Directives.concat;
import static org.apache.pekko.http.javadsl.server.Directives.extractRequest;
import static org.apache.pekko.http.javadsl.server.Directives.extractWebSocketUpgrade;
import static org.apache.pekko.http.javadsl.server.Directives.get;
import static org.apache.pekko.http.javadsl.server.Directives.path;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.model.ws.WebSocketUpgrade;
import org.apache.pekko.http.javadsl.server.PathMatchers;
import org.apache.pekko.http.javadsl.server.Route;
import org.balancehead.actors.connection.ClientConnection;
import org.balancehead.actors.registry.Admission;
import org.balancehead.actors.registry.SessionRegistry;
import org.balancehead.actors.session.SessionSettings;
import org.balancehead.protocol.message.ErrorCode;
import org.balancehead.protocol.message.MessageCodec;
import org.balancehead.server.http.JsonErrors;
import org.balancehead.server.security.VisitorDoor;

/**
 * The address of live sessions, {@code GET /v1/stream}: refuses before the upgrade, or makes the socket a session's.
 */
public final class StreamEndpoint {
    /** The only subprotocol that is spoken. */
    public static final String SUBPROTOCOL = "balancehead.v1";

    private static final Duration ADMISSION_DEADLINE = Duration.ofSeconds(2);

    private final ActorSystem<?> system;
    private final ActorRef<SessionRegistry.Command> registry;
    private final WholeMessages messages;
    private final MessageCodec codec;
    private final VisitorDoor door;

    private StreamEndpoint(
            ActorSystem<?> system,
            ActorRef<SessionRegistry.Command> registry,
            SessionSettings settings,
            VisitorDoor door) {
        this.system = system;
        this.registry = registry;
        this.messages = new WholeMessages(settings.limits(), system);
        this.codec = new MessageCodec(settings.limits().maxTextBytes());
        this.door = door;
    }

    /**
     * The route. Requests for other paths are rejected, so that it can stand beside others.
     *
     * @param settings those that the registry was made with
     * @param door who may come in
     */
    public static Route route(
            ActorSystem<?> system,
            ActorRef<SessionRegistry.Command> registry,
            SessionSettings settings,
            VisitorDoor door) {
        StreamEndpoint endpoint = new StreamEndpoint(system, registry, settings, door);
        return path(
                PathMatchers.segment("v1").slash("stream"),
                () -> get(() -> concat(
                        extractRequest(request -> extractWebSocketUpgrade(
                                upgrade -> completeWithFuture(endpoint.answer(request, upgrade)))),
                        complete(badRequest("This address takes WebSocket upgrades only.")))));
    }

    private CompletionStage<HttpResponse> answer(HttpRequest request, WebSocketUpgrade upgrade) {
        VisitorDoor.Answer welcome = door.ask(request);
        if (welcome instanceof VisitorDoor.StayOut refused) {
            return CompletableFuture.completedFuture(refused.response());
        }
        VisitorDoor.ComeIn visitor = (VisitorDoor.ComeIn) welcome;
        if (!contains(upgrade.getRequestedProtocols(), SUBPROTOCOL)) {
            return CompletableFuture.completedFuture(
                    badRequest("The WebSocket must ask for the subprotocol " + SUBPROTOCOL + "."));
        }
        return AskPattern.<SessionRegistry.Command, Admission>ask(
                        registry,
                        replyTo -> new SessionRegistry.Admit(door.addressOf(request), replyTo),
                        ADMISSION_DEADLINE,
                        system.scheduler())
                .thenApply(admission -> answer(upgrade, visitor, admission));
    }

    private HttpResponse answer(WebSocketUpgrade upgrade, VisitorDoor.ComeIn visitor, Admission admission) {
        if (admission instanceof Admission.Admitted admitted) {
            visitor.remaining().ifPresent(time -> admitted.connection().tell(new ClientConnection.AllowFor(time)));
            SessionFlow socket = new SessionFlow(admitted.connection(), messages, codec);
            return CodedUpgrade.upgrade(system, upgrade, SUBPROTOCOL, socket.flow(), socket::closeCode);
        }
        Admission.Refused refused = (Admission.Refused) admission;
        return refused.reason().ofAddress()
                ? JsonErrors.tooMany(refused.sentence(), refused.retryAfter())
                : JsonErrors.overloaded(refused.sentence(), refused.retryAfter());
    }

    private static HttpResponse badRequest(String sentence) {
        return JsonErrors.response(StatusCodes.BAD_REQUEST, ErrorCode.BAD_FIELD.wireName(), sentence);
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
