package org.balancehead.server.admin;

import static org.apache.pekko.http.javadsl.server.Directives.complete;
import static org.apache.pekko.http.javadsl.server.Directives.completeWithFuture;
import static org.apache.pekko.http.javadsl.server.Directives.concat;
import static org.apache.pekko.http.javadsl.server.Directives.entity;
import static org.apache.pekko.http.javadsl.server.Directives.get;
import static org.apache.pekko.http.javadsl.server.Directives.path;
import static org.apache.pekko.http.javadsl.server.Directives.post;
import static org.apache.pekko.http.javadsl.server.Directives.withSizeLimit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCode;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.server.PathMatchers;
import org.apache.pekko.http.javadsl.server.Route;
import org.apache.pekko.http.javadsl.unmarshalling.Unmarshaller;
import org.balancehead.actors.registry.DrainState;
import org.balancehead.actors.registry.SessionRegistry;
import org.balancehead.server.http.JsonErrors;

/** {@code /admin/drain}: empties the server, or tells how far that is. */
final class DrainRoute {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration DEADLINE = Duration.ofSeconds(5);
    private static final Duration LONGEST_DRAIN = Duration.ofDays(1);
    private static final long MAX_BODY_BYTES = 1 << 10;

    private final ActorSystem<?> system;
    private final ActorRef<SessionRegistry.Command> registry;

    private DrainRoute(ActorSystem<?> system, ActorRef<SessionRegistry.Command> registry) {
        this.system = system;
        this.registry = registry;
    }

    static Route of(ActorSystem<?> system, ActorRef<SessionRegistry.Command> registry) {
        DrainRoute drain = new DrainRoute(system, registry);
        return path(PathMatchers.segment("admin").slash("drain"), () -> concat(get(drain::state), post(drain::begin)));
    }

    private Route state() {
        return answered(SessionRegistry.GetDrain::new, StatusCodes.OK);
    }

    private Route begin() {
        return withSizeLimit(
                MAX_BODY_BYTES,
                () -> entity(
                        Unmarshaller.entityToString(),
                        body -> isFine(body)
                                ? answered(
                                        (ActorRef<DrainState> replyTo) ->
                                                new SessionRegistry.Drain(deadline(body), replyTo),
                                        StatusCodes.ACCEPTED)
                                : complete(JsonErrors.response(
                                        StatusCodes.BAD_REQUEST,
                                        "bad-field",
                                        "The body must be empty, or {\"deadlineSeconds\": …} with 0 to %d."
                                                .formatted(LONGEST_DRAIN.toSeconds())))));
    }

    private Route answered(Function<ActorRef<DrainState>, SessionRegistry.Command> question, StatusCode status) {
        CompletionStage<DrainState> reply = AskPattern.ask(registry, question::apply, DEADLINE, system.scheduler());
        return completeWithFuture(reply.thenApply(state -> response(status, state)));
    }

    private static HttpResponse response(StatusCode status, DrainState state) {
        return ModelsJson.response(
                status,
                JSON.createObjectNode()
                        .put("draining", state.draining())
                        .put("sessions", state.sessions())
                        .put("secondsLeft", state.left().plusMillis(999).toSeconds()));
    }

    private static boolean isFine(String body) {
        return body.isBlank() || deadline(body).isPresent();
    }

    /** The deadline that the body states; empty without a fine one. */
    private static Optional<Duration> deadline(String body) {
        try {
            JsonNode seconds = JSON.readTree(body).path("deadlineSeconds");
            return Optional.of(seconds)
                    .filter(JsonNode::isNumber)
                    .map(number -> Duration.ofMillis(Math.round(number.asDouble() * 1000)))
                    .filter(wanted -> !wanted.isNegative() && wanted.compareTo(LONGEST_DRAIN) <= 0);
        } catch (JsonProcessingException notJson) {
            return Optional.empty();
        }
    }
}
