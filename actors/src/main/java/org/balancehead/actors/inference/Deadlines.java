package org.balancehead.actors.inference;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/**
 * When a worker is overdue, with a piece of work or with its opening; its dispatcher hears of it by
 * {@link DeviceDispatcher.Overdue}. Confined to the dispatcher.
 */
final class Deadlines {
    /** Key of the timer that runs while the worker opens; each lane is the key of the one for its work. */
    private static final String OPENING = "opening";

    private final TimerScheduler<DeviceDispatcher.Command> timers;
    private final Set<Lane> lanes;
    private final Duration loadDeadline;
    private final HangLimits limits;

    Deadlines(TimerScheduler<DeviceDispatcher.Command> timers, Set<Lane> lanes, InferenceSettings settings) {
        this.timers = timers;
        this.lanes = lanes;
        this.loadDeadline = settings.loadDeadline();
        this.limits = new HangLimits(
                settings.recovery().hangFactor(),
                settings.recovery().leastHangTime(),
                settings.recovery().mostHangTime());
    }

    void opening() {
        start(OPENING, Optional.empty(), loadDeadline);
    }

    void opened() {
        timers.cancel(OPENING);
    }

    void begun(Work work) {
        start(work.lane(), Optional.of(work), limits.of(work.lane()));
    }

    void ended(Work work, Duration took) {
        timers.cancel(work.lane());
        limits.took(work.lane(), took);
    }

    /** The worker is lost: nothing of it is waited for. */
    void cancel() {
        lanes.forEach(timers::cancel);
        timers.cancel(OPENING);
    }

    private void start(Object key, Optional<Work> work, Duration limit) {
        timers.startSingleTimer(key, new DeviceDispatcher.Overdue(work, limit), limit);
    }
}
