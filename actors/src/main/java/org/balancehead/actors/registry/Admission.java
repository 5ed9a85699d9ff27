package org.balancehead.actors.registry;

import java.time.Duration;
import org.apache.pekko.actor.typed.ActorRef;
import org.balancehead.actors.SessionId;
import org.balancehead.actors.connection.ClientConnection;
import org.balancehead.actors.metrics.RefusalReason;

/** The answer to {@link SessionRegistry.Admit}. */
public sealed interface Admission {
    /** A place, and the connection that takes it. */
    record Admitted(SessionId id, ActorRef<ClientConnection.Command> connection) implements Admission {}

    /** No place. One sentence for people, and when to try again. */
    record Refused(RefusalReason reason, String sentence, Duration retryAfter) implements Admission {}
}
