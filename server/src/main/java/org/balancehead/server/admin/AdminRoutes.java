package org.balancehead.server.admin;

import static org.apache.pekko.http.javadsl.server.Directives.complete;
import static org.apache.pekko.http.javadsl.server.Directives.concat;
import static org.apache.pekko.http.javadsl.server.Directives.entity;
import static org.apache.pekko.http.javadsl.server.Directives.extractMaterializer;
import static org.apache.pekko.http.javadsl.server.Directives.extractRequest;
import static org.apache.pekko.http.javadsl.server.Directives.extractRequestEntity;
import static org.apache.pekko.http.javadsl.server.Directives.get;
import static org.apache.pekko.http.javadsl.server.Directives.onComplete;
import static org.apache.pekko.http.javadsl.server.Directives.path;
import static org.apache.pekko.http.javadsl.server.Directives.pathEnd;
import static org.apache.pekko.http.javadsl.server.Directives.pathPrefix;
import static org.apache.pekko.http.javadsl.server.Directives.post;
import static org.apache.pekko.http.javadsl.server.Directives.withRequestTimeout;
import static org.apache.pekko.http.javadsl.server.Directives.withSizeLimit;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.MediaTypes;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.server.PathMatchers;
import org.apache.pekko.http.javadsl.server.Route;
import org.apache.pekko.http.javadsl.unmarshalling.Unmarshaller;
import org.apache.pekko.stream.javadsl.Sink;
import org.balancehead.actors.deployment.DeploymentCoordinator;
import org.balancehead.actors.deployment.DeploymentReply;
import org.balancehead.actors.deployment.Refusal;
import org.balancehead.actors.registry.SessionRegistry;
import org.balancehead.server.deployment.CheckpointUploads;
import org.balancehead.server.http.JsonErrors;
import org.balancehead.server.http.OperatorPage;
import org.balancehead.server.metrics.LiveMeters;

/**
 * The operators' page, and their addresses: {@code /admin/models}, {@code /admin/deployments} and {@code /admin/drain}
 * and below, {@code /admin/sessions}, {@code /admin/devices}; everything else is an error of the usual form.
 */
public final class AdminRoutes {
    private static final Duration TRY_AGAIN = Duration.ofSeconds(10);

    /** For verifying the largest checkpoint from a slow disk; clients wait a little longer. */
    private static final Duration CHECK_DEADLINE = Duration.ofSeconds(25);

    private static final Duration REQUEST_DEADLINE = Duration.ofSeconds(28);
    private static final long MAX_BODY_BYTES = 16 << 10;

    private final ActorSystem<?> system;
    private final ActorRef<SessionRegistry.Command> registry;
    private final UploadRoute uploads;

    private AdminRoutes(ActorSystem<?> system, ActorRef<SessionRegistry.Command> registry, CheckpointUploads uploads) {
        this.system = system;
        this.registry = registry;
        this.uploads = new UploadRoute(system, uploads);
    }

    /** All of them, behind the door that the token opens. */
    public static Route of(
            ActorSystem<?> system,
            ActorRef<SessionRegistry.Command> registry,
            CheckpointUploads uploads,
            LiveMeters meters,
            AdminToken token) {
        AdminDoor door = new AdminDoor(token);
        Route operations = concat(
                new AdminRoutes(system, registry, uploads).models(),
                DrainRoute.of(system, registry),
                OverviewRoute.of(system, registry, meters));
        return JsonErrors.formed(concat(OperatorPage.route(), extractRequest(request -> {
            Optional<HttpResponse> refusal = door.refusal(request);
            return refusal.isPresent() ? refused(request, refusal.get()) : operations;
        })));
    }

    /** Who is answered while still sending, a checkpoint, say, is cut off and may never read the answer. */
    private static Route refused(HttpRequest request, HttpResponse refusal) {
        return extractMaterializer(materializer -> onComplete(
                request.entity()
                        .withoutSizeLimit()
                        .getDataBytes()
                        .takeWithin(UploadRoute.REST)
                        .runWith(Sink.ignore(), materializer),
                read -> complete(refusal)));
    }

    private Route models() {
        return withRequestTimeout(
                REQUEST_DEADLINE,
                () -> concat(
                        path(
                                PathMatchers.segment("admin").slash("models"),
                                () -> concat(get(this::list), post(this::deploy))),
                        path(
                                PathMatchers.segment("admin").slash("models").slash("rollback"),
                                () -> post(() -> answered(DeploymentCoordinator.Rollback::new))),
                        pathPrefix(
                                PathMatchers.segment("admin")
                                        .slash("deployments")
                                        .slash(PathMatchers.integerSegment()),
                                this::deployment)));
    }

    private Route deployment(int number) {
        return concat(
                pathEnd(() -> get(() -> answered(replyTo -> new DeploymentCoordinator.Describe(number, replyTo)))),
                path(
                        "promote",
                        () -> post(() -> answered(replyTo -> new DeploymentCoordinator.Promote(number, replyTo)))),
                path(
                        "rollback",
                        () -> post(() ->
                                answered(replyTo -> new DeploymentCoordinator.RollBackDeployment(number, replyTo)))));
    }

    private Route list() {
        return answered(DeploymentCoordinator.ListModels::new);
    }

    private Route deploy() {
        return extractRequestEntity(body -> body.getContentType().mediaType().equals(MediaTypes.APPLICATION_ZIP)
                ? uploads.route(this::deploy, refused -> complete(answer(refused)))
                : deployNamed());
    }

    private Route deploy(Path folder) {
        return answered(replyTo -> new DeploymentCoordinator.Deploy(folder, replyTo));
    }

    private Route deployNamed() {
        return withSizeLimit(
                MAX_BODY_BYTES,
                () -> entity(Unmarshaller.entityToString(), body -> {
                    Optional<Path> folder = ModelsJson.folder(body);
                    return folder.isPresent()
                            ? deploy(folder.get())
                            : complete(
                                    JsonErrors.response(
                                            StatusCodes.BAD_REQUEST,
                                            "bad-field",
                                            "The body must be {\"path\":\"…\"}, with a checkpoint's folder, or a checkpoint's zip as application/zip."));
                }));
    }

    private Route answered(Function<ActorRef<DeploymentReply>, DeploymentCoordinator.Question> question) {
        CompletionStage<DeploymentReply> reply = AskPattern.ask(
                registry,
                replyTo -> new SessionRegistry.Operate(question.apply(replyTo)),
                CHECK_DEADLINE,
                system.scheduler());
        return onComplete(
                reply,
                outcome -> complete(
                        outcome.isSuccess()
                                ? answer(outcome.get())
                                : JsonErrors.overloaded(
                                        "No answer came within %d s; GET /admin/models tells what became of it."
                                                .formatted(CHECK_DEADLINE.toSeconds()),
                                        TRY_AGAIN)));
    }

    private static HttpResponse answer(DeploymentReply reply) {
        if (reply instanceof DeploymentReply.Accepted accepted) {
            return ModelsJson.response(StatusCodes.ACCEPTED, ModelsJson.of(accepted));
        }
        if (reply instanceof DeploymentReply.Described described) {
            return ModelsJson.response(StatusCodes.OK, ModelsJson.of(described.deployment()));
        }
        if (reply instanceof DeploymentReply.Listed list) {
            return ModelsJson.response(StatusCodes.OK, ModelsJson.of(list));
        }
        DeploymentReply.Refused refused = (DeploymentReply.Refused) reply;
        return refusal(refused.why(), refused.sentence());
    }

    private static HttpResponse refusal(Refusal why, String sentence) {
        return switch (why) {
            case FORBIDDEN_FOLDER -> JsonErrors.response(StatusCodes.FORBIDDEN, "forbidden-folder", sentence);
            case BAD_CHECKPOINT -> JsonErrors.response(StatusCodes.UNPROCESSABLE_CONTENT, "bad-checkpoint", sentence);
            case NO_SPACE -> JsonErrors.response(StatusCodes.INSUFFICIENT_STORAGE, "no-space", sentence);
            case UNWRITABLE -> JsonErrors.response(StatusCodes.INSUFFICIENT_STORAGE, "unwritable-folder", sentence);
            case NO_ROOM -> JsonErrors.overloaded(sentence, TRY_AGAIN);
            case UNKNOWN_DEPLOYMENT -> JsonErrors.response(StatusCodes.NOT_FOUND, "not-found", sentence);
            case WRONG_STATE -> JsonErrors.response(StatusCodes.CONFLICT, "wrong-state", sentence);
            case NO_PREVIOUS -> JsonErrors.response(StatusCodes.CONFLICT, "no-previous-model", sentence);
        };
    }
}
