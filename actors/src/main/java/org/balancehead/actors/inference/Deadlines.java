package org.balancehead.actors.inference;

import java.time.Duration;
import java.util.List;
import java.util.Map;
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
        timers.startSingleTimer(
                OPENING,
                new DeviceDispatcher.Overdue(
                        Optional.empty(), "It was not ready within %d s.".formatted(loadDeadline.toSeconds())),
                loadDeadline);
    }

    void opened(Map<Lane, Duration> took) {
        timers.cancel(OPENING);
        took.forEach(limits::warmedUp);
    }

    /** @param together pieces of work of one lane, which come back together; nobody is to blame for several */
    void begun(List<Work> together) {
        Work first = together.get(0);
        Duration limit = limits.of(first.lane());
        timers.startSingleTimer(
                first.lane(),
                new DeviceDispatcher.Overdue(
                        Optional.of(first).filter(work -> together.size() == 1),
                        "A piece of work did not come back within %d ms.".formatted(limit.toMillis())),
                limit);
    }

    void ended(Lane lane, Duration took) {
        timers.cancel(lane);
        limits.took(lane, took);
    }

    /** The worker is lost: nothing of it is waited for. */
    void cancel() {
        lanes.forEach(timers::cancel);
        timers.cancel(OPENING);
    }
}
