package org.balancehead.actors.session;

import java.time.Duration;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.balancehead.actors.inference.AnalyzerOpener;
import org.balancehead.actors.inference.InferenceSettings;
import org.balancehead.actors.inference.ModelOpener;
import org.balancehead.actors.metrics.LiveMetrics;

/** Guardian of the live side: owns the devices and the sessions, and says before an upgrade whether there is room. */
public final class SessionRegistry {
    private static final Duration UNTIL_LOADED = Duration.ofSeconds(5);

    private SessionRegistry() {}

    public sealed interface Command {}

    /** Asks for a place. It is held from now on, and given back when no hello comes in time. */
    public record Admit(ActorRef<Admission> replyTo) implements Command {}

    public sealed interface Admission {}

    /** No place. One sentence for people, and when to try again. */
    public record Refused(String sentence, Duration retryAfter) implements Admission {}

    public static Behavior<Command> create(
            SessionSettings sessions,
            InferenceSettings inference,
            ModelOpener model,
            AnalyzerOpener analyzer,
            LiveMetrics metrics) {
        return Behaviors.receive(Command.class)
                .onMessage(Admit.class, admit -> {
                    admit.replyTo().tell(new Refused("The model is still being loaded.", UNTIL_LOADED));
                    return Behaviors.same();
                })
                .build();
    }
}
