package org.balancehead.server.training;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.balancehead.actors.training.CheckpointSink;
import org.balancehead.server.admin.AdminClient;

/**
 * Sends checkpoints to a server on this machine through its admin API: {@code POST /admin/models} with the folder's
 * path, answered by 202.
 */
public final class AdminSink implements CheckpointSink {
    private static final int ACCEPTED = 202;
    private static final int FIRST_SERVER_ERROR = 500;
    private static final int TOO_MANY_REQUESTS = 429;

    /** Of an answer's body, in a sentence for people. */
    private static final int LONGEST_REASON = 300;

    private final AdminClient server;

    /**
     * A sink at a server.
     *
     * @param server such as {@code http://localhost:8081}
     * @throws IllegalArgumentException when that is no address: in one sentence
     */
    public AdminSink(String server, Optional<String> token) {
        this.server = new AdminClient(server, "--publish", token);
    }

    @Override
    public CompletionStage<Answer> send(Path checkpoint) {
        return server.deploy(checkpoint).thenApply(answer -> answer(answer.status(), answer.body()));
    }

    private static Answer answer(int status, String body) {
        if (status == ACCEPTED) {
            return new Accepted();
        }
        String reason = "HTTP %d %s"
                .formatted(status, body.substring(0, Math.min(body.length(), LONGEST_REASON)))
                .strip();
        if (status >= FIRST_SERVER_ERROR || status == TOO_MANY_REQUESTS) {
            throw new CompletionException(reason, null);
        }
        return new Refused(reason);
    }
}
