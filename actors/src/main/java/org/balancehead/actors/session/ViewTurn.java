package org.balancehead.actors.session;

import java.time.Duration;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/** When a stream tries to make its next view, if not at once. Confined to the stream. */
final class ViewTurn {
    private static final Duration RETRY_DELAY = Duration.ofMillis(100);

    private final TimerScheduler<ViewStream.Command> timers;
    private final ViewStream.Command due;
    private boolean refused;

    /** @param due what the stream is told when it is time */
    ViewTurn(TimerScheduler<ViewStream.Command> timers, ViewStream.Command due) {
        this.timers = timers;
        this.due = due;
    }

    /** Whether the time has not come yet. */
    boolean isAwaited() {
        return timers.isTimerActive(this);
    }

    void comesAfter(Duration delay) {
        timers.startSingleTimer(this, due, delay);
    }

    /** The device is to be given time before it is asked again. */
    void comesAfterRefusal() {
        refused = true;
        comesAfter(RETRY_DELAY);
    }

    void came() {
        refused = false;
    }

    /** The client did something that may let the next view go sooner, unless the device needs its time. */
    void mayComeSooner() {
        if (!refused) {
            timers.cancel(this);
        }
    }
}
