package org.balancehead.actors.registry;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * Whether the server is being drained, until when, and who wants to know that nobody is left. Confined to the registry.
 */
final class Draining {
    private final List<ActorRef<SessionRegistry.Drained>> waiting = new ArrayList<>();
    private boolean begun;
    private boolean done;
    private long deadlineNanos;

    boolean begun() {
        return begun;
    }

    void begin(Duration deadline, long nowNanos) {
        begun = true;
        deadlineNanos = nowNanos + deadline.toNanos();
    }

    void await(ActorRef<SessionRegistry.Drained> who) {
        if (done) {
            who.tell(new SessionRegistry.Drained());
        } else {
            waiting.add(who);
        }
    }

    /** Nobody is left, and nobody comes any more. */
    void finish() {
        done = true;
        waiting.forEach(who -> who.tell(new SessionRegistry.Drained()));
        waiting.clear();
    }

    DrainState state(int sessions, long nowNanos) {
        return new DrainState(begun, sessions, begun ? left(nowNanos) : Duration.ZERO);
    }

    /** Until the deadline, or nothing. */
    Duration left(long nowNanos) {
        return Duration.ofNanos(Math.max(0, deadlineNanos - nowNanos));
    }
}
