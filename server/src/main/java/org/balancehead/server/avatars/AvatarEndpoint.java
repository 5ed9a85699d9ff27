package org.balancehead.server.avatars;

import static org.apache.pekko.http.javadsl.server.Directives.completeWithFuture;
import static org.apache.pekko.http.javadsl.server.Directives.concat;
import static org.apache.pekko.http.javadsl.server.Directives.delete;
import static org.apache.pekko.http.javadsl.server.Directives.extractRequest;
import static org.apache.pekko.http.javadsl.server.Directives.get;
import static org.apache.pekko.http.javadsl.server.Directives.path;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.server.PathMatchers;
import org.apache.pekko.http.javadsl.server.Route;
import org.balancehead.actors.archive.AvatarArchivist;
import org.balancehead.actors.archive.AvatarArchivist.DeleteReply;
import org.balancehead.actors.archive.AvatarArchivist.Description;
import org.balancehead.actors.archive.AvatarId;
import org.balancehead.actors.registry.SessionRegistry;
import org.balancehead.model.inversion.AvatarFile;
import org.balancehead.server.http.JsonErrors;
import org.balancehead.server.security.VisitorDoor;

/**
 * The address of a kept avatar, {@code /v1/avatars/ID}. Its id is what lets in, and a token where the server wants one.
 */
public final class AvatarEndpoint {
    private static final Duration DEADLINE = Duration.ofSeconds(10);

    private final ActorSystem<?> system;
    private final ActorRef<SessionRegistry.Command> registry;
    private final VisitorDoor door;

    private AvatarEndpoint(ActorSystem<?> system, ActorRef<SessionRegistry.Command> registry, VisitorDoor door) {
        this.system = system;
        this.registry = registry;
        this.door = door;
    }

    /**
     * The route. Requests for other paths are rejected, so that it can stand beside others.
     *
     * @param door who may come in
     */
    public static Route route(ActorSystem<?> system, ActorRef<SessionRegistry.Command> registry, VisitorDoor door) {
        AvatarEndpoint endpoint = new AvatarEndpoint(system, registry, door);
        return path(
                PathMatchers.segment("v1").slash("avatars").slash(PathMatchers.segment()),
                id -> extractRequest(request -> concat(
                        get(() -> completeWithFuture(endpoint.let(request, id, endpoint::describe))),
                        delete(() -> completeWithFuture(endpoint.let(request, id, endpoint::remove))))));
    }

    private CompletionStage<HttpResponse> let(
            HttpRequest request, String id, Function<AvatarId, CompletionStage<HttpResponse>> in) {
        if (door.ask(request) instanceof VisitorDoor.StayOut refused) {
            return CompletableFuture.completedFuture(refused.response());
        }
        return AvatarId.parse(id).map(in).orElseGet(() -> CompletableFuture.completedFuture(absent()));
    }

    private CompletionStage<HttpResponse> describe(AvatarId id) {
        return this.<Description>ask(replyTo -> new AvatarArchivist.Describe(id, replyTo))
                .thenApply(found -> answer(id, found));
    }

    private static HttpResponse answer(AvatarId id, Description found) {
        Optional<AvatarFile.Facts> facts = found.facts();
        if (facts.isEmpty()) {
            return absent();
        }
        return found.expired()
                ? JsonErrors.response(StatusCodes.GONE, "avatar-expired", "This avatar has expired.")
                : HttpResponse.create()
                        .withEntity(
                                ContentTypes.APPLICATION_JSON,
                                json(id, facts.get()).toString());
    }

    private static ObjectNode json(AvatarId id, AvatarFile.Facts facts) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("id", id.text())
                .put("status", "done")
                .put("created", facts.created().toString())
                .put("checkpoint", facts.checkpoint())
                .put("stage", facts.revision().stage().wireName())
                .put("psnr", facts.revision().psnr())
                .put("identity", facts.revision().identity())
                .put("bytes", facts.bytes());
        facts.expires().ifPresent(end -> json.put("expires", end.toString()));
        return json;
    }

    private CompletionStage<HttpResponse> remove(AvatarId id) {
        return this.<DeleteReply>ask(replyTo -> new AvatarArchivist.Delete(id, replyTo))
                .thenApply(AvatarEndpoint::answer);
    }

    private static HttpResponse answer(DeleteReply reply) {
        return switch (reply) {
            case DELETED -> HttpResponse.create().withStatus(StatusCodes.NO_CONTENT);
            case ABSENT -> absent();
            case FAILED ->
                JsonErrors.response(
                        StatusCodes.INTERNAL_SERVER_ERROR,
                        "internal",
                        "The avatar could not be deleted: the server's disk fails; try again.");
        };
    }

    private static HttpResponse absent() {
        return JsonErrors.response(
                StatusCodes.NOT_FOUND,
                "not-found",
                "There is no kept avatar of this id: it has expired, was deleted, or never was.");
    }

    private <T> CompletionStage<T> ask(Function<ActorRef<T>, AvatarArchivist.Request> question) {
        return AskPattern.ask(
                registry,
                (ActorRef<T> replyTo) -> new SessionRegistry.AskArchive(question.apply(replyTo)),
                DEADLINE,
                system.scheduler());
    }
}
