package org.balancehead.actors.registry;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.balancehead.actors.metrics.ServiceMetrics;

/**
 * Whether the server is being drained and until when: asks everybody to leave, ends who is left at the deadline, and
 * tells who wants to know that nobody is. Confined to the registry.
 */
final class Draining {
    private final ActorContext<SessionRegistry.Command> context;
    private final TimerScheduler<SessionRegistry.Command> timers;
    private final Duration usualDeadline;
    private final ServiceMetrics metrics;
    private final List<ActorRef<SessionRegistry.Drained>> waiting = new ArrayList<>();
    private boolean begun;
    private boolean done;
    private long deadlineNanos;

    /** @param usualDeadline of drains that are told none */
    Draining(
            ActorContext<SessionRegistry.Command> context,
            TimerScheduler<SessionRegistry.Command> timers,
            Duration usualDeadline,
            ServiceMetrics metrics) {
        this.context = context;
        this.timers = timers;
        this.usualDeadline = usualDeadline;
        this.metrics = metrics;
    }

    boolean begun() {
        return begun;
    }

    /** Asks everybody to leave; {@link #onDeadline} is due in time. */
    void begin(Optional<Duration> asked, Visitors visitors) {
        Duration deadline = asked.orElse(usualDeadline);
        context.getLog().info("Draining: {} sessions have {} s to end", visitors.count(), deadline.toSeconds());
        metrics.draining("The server is being drained.");
        beginUntil(deadline);
        visitors.leave(deadline);
        timers.startSingleTimer(SessionRegistry.DrainDeadline.class, new SessionRegistry.DrainDeadline(), deadline);
    }

    /** Everybody ends at once. */
    void endNow(Visitors visitors) {
        beginUntil(Duration.ZERO);
        visitors.close();
    }

    private void beginUntil(Duration deadline) {
        begun = true;
        deadlineNanos = System.nanoTime() + deadline.toNanos();
    }

    void onDeadline(Visitors visitors) {
        if (!visitors.none()) {
            context.getLog().info("Draining: {} sessions are ended at the deadline", visitors.count());
        }
        visitors.close();
    }

    /** Somebody came: who was let in before the drain has what is left of it. */
    void onArrival(Visitors visitors) {
        if (begun) {
            visitors.leave(left());
        }
    }

    /** Somebody has gone. */
    void onDeparture(Visitors visitors) {
        if (begun && visitors.none()) {
            done = true;
            waiting.forEach(who -> who.tell(new SessionRegistry.Drained()));
            waiting.clear();
        }
    }

    void await(ActorRef<SessionRegistry.Drained> who) {
        if (done) {
            who.tell(new SessionRegistry.Drained());
        } else {
            waiting.add(who);
        }
    }

    DrainState state(int sessions) {
        return new DrainState(begun, sessions, begun ? left() : Duration.ZERO);
    }

    /** Until the deadline, or nothing. */
    Duration left() {
        return Duration.ofNanos(Math.max(0, deadlineNanos - System.nanoTime()));
    }
}
