package org.balancehead.actors.inference;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.jspecify.annotations.Nullable;

/**
 * The worker of a device, when it is overdue, and those before it that hang: each of them frees what it has when its
 * work comes back, if it ever does. Confined to the device's dispatcher, which watches them all.
 */
final class Workers {
    private final String name;
    private final Workbench.Maker maker;
    private final ActorRef<DeviceWorker.Report> reports;
    private final Deadlines deadlines;
    private final Set<ActorRef<DeviceWorker.Command>> abandoned = new HashSet<>();
    private @Nullable ActorRef<DeviceWorker.Command> current;
    private boolean ready;
    private boolean everReady;

    Workers(String name, Workbench.Maker maker, ActorRef<DeviceWorker.Report> reports, Deadlines deadlines) {
        this.name = name;
        this.maker = maker;
        this.reports = reports;
        this.deadlines = deadlines;
    }

    /** Starts a worker that opens what it works with. */
    void start(ActorContext<?> context) {
        ActorRef<DeviceWorker.Command> started = context.spawnAnonymous(DeviceWorker.create(name, maker, reports));
        context.watch(started);
        current = started;
        ready = false;
        deadlines.opening();
    }

    /** Whether there is one that can be given work. */
    boolean isReady() {
        return ready;
    }

    /** Tells the worker, if there is one, whether it is open or not yet. */
    void tell(DeviceWorker.Command command) {
        if (current != null) {
            current.tell(command);
        }
    }

    /** Gives the worker, which is ready, pieces of work of one lane to do together. */
    void run(List<Work> together) {
        deadlines.begun(together);
        tell(new DeviceWorker.Run(together));
    }

    /** It did what it had in hand in that lane. */
    void did(Lane lane, Duration took) {
        deadlines.ended(lane, took);
    }

    boolean isCurrent(ActorRef<?> worker) {
        return worker.equals(current);
    }

    /**
     * The worker can be given work.
     *
     * @param took the longest that first pieces of work took while it opened, by lane
     */
    void opened(Map<Lane, Duration> took) {
        deadlines.opened(took);
        ready = true;
        everReady = true;
    }

    /** Whether one of them ever could be given work: what it opened was good, and may lie there again. */
    boolean wereReady() {
        return everReady;
    }

    /** The worker hangs: it is told to end when it can, and not waited for. */
    void abandon() {
        ActorRef<DeviceWorker.Command> hung = requireNonNull(current);
        hung.tell(new DeviceWorker.Close());
        abandoned.add(hung);
        lost();
    }

    /** That worker is no more, and what it had is freed. */
    void ended(ActorRef<?> worker) {
        abandoned.removeIf(worker::equals);
        if (isCurrent(worker)) {
            lost();
        }
    }

    private void lost() {
        deadlines.cancel();
        current = null;
        ready = false;
    }

    /** How many hang. */
    int abandoned() {
        return abandoned.size();
    }

    /** Whether none is left. */
    boolean none() {
        return current == null && abandoned.isEmpty();
    }
}
