package org.balancehead.server.admin;

import static org.apache.pekko.http.javadsl.server.Directives.extractMaterializer;
import static org.apache.pekko.http.javadsl.server.Directives.extractRequestEntity;
import static org.apache.pekko.http.javadsl.server.Directives.onComplete;
import static org.apache.pekko.http.javadsl.server.Directives.withRequestTimeout;
import static org.apache.pekko.http.javadsl.server.Directives.withoutSizeLimit;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.http.javadsl.model.RequestEntity;
import org.apache.pekko.http.javadsl.server.Route;
import org.apache.pekko.stream.Materializer;
import org.apache.pekko.stream.javadsl.StreamConverters;
import org.balancehead.actors.deployment.DeploymentReply;
import org.balancehead.actors.deployment.Refusal;
import org.balancehead.actors.deployment.RefusedCheckpointException;
import org.balancehead.server.deployment.CheckpointUploads;

/** A checkpoint that comes as the request's body, a zip. */
final class UploadRoute {
    /** For the largest checkpoint over a slow line. */
    private static final Duration DEADLINE = Duration.ofMinutes(30);

    private static final Duration SILENCE = Duration.ofSeconds(30);

    /** How long the rest of what was refused may take to arrive: less than a request may. */
    static final Duration REST = Duration.ofSeconds(15);

    private final CheckpointUploads uploads;
    private final Executor blocking;

    UploadRoute(ActorSystem<?> system, CheckpointUploads uploads) {
        this.uploads = uploads;
        this.blocking = system.dispatchers().lookup(DispatcherSelector.blocking());
    }

    /**
     * Takes the body in.
     *
     * @param deploy what to do with the folder that it became
     * @param refuse how a refusal is answered
     */
    Route route(Function<Path, Route> deploy, Function<DeploymentReply.Refused, Route> refuse) {
        return withRequestTimeout(
                DEADLINE,
                () -> withoutSizeLimit( // the upload has a bound of its own, which is refused in a sentence
                        () -> extractRequestEntity(body -> extractMaterializer(materializer -> onComplete(
                                received(body, materializer),
                                outcome -> outcome.isSuccess()
                                        ? deploy.apply(outcome.get())
                                        : refuse.apply(refusal(outcome.failed().get())))))));
    }

    private CompletionStage<Path> received(RequestEntity body, Materializer materializer) {
        return CompletableFuture.supplyAsync(
                () -> {
                    InputStream zip =
                            body.getDataBytes().runWith(StreamConverters.asInputStream(SILENCE), materializer);
                    try {
                        return uploads.receive(zip);
                    } finally {
                        readToItsEnd(zip);
                    }
                },
                blocking);
    }

    /** Who is answered while still sending is cut off, and may never read the answer. */
    private static void readToItsEnd(InputStream rest) {
        long deadline = System.nanoTime() + REST.toNanos();
        byte[] nowhere = new byte[1 << 16];
        try (rest) {
            int read = 0;
            while (read >= 0 && System.nanoTime() - deadline < 0) {
                read = rest.read(nowhere);
            }
        } catch (IOException gone) {
            // Whoever sent it has been refused already, or is not there any more.
        }
    }

    private static DeploymentReply.Refused refusal(Throwable trouble) {
        Throwable cause =
                trouble instanceof CompletionException && trouble.getCause() != null ? trouble.getCause() : trouble;
        return cause instanceof RefusedCheckpointException refused
                ? new DeploymentReply.Refused(refused.why(), String.valueOf(refused.getMessage()))
                : new DeploymentReply.Refused(
                        Refusal.BAD_CHECKPOINT, "The upload cannot be read (%s).".formatted(cause.getMessage()));
    }
}
