package org.balancehead.server.load;

import java.net.URI;
import java.net.http.HttpClient;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.balancehead.server.client.EncodedClip;

/**
 * What all visitors share.
 *
 * @param plan what they do
 * @param server the socket's address
 * @param clip what their cameras show
 * @param http what they connect with
 * @param clock that their tasks run on
 * @param originNanos where their clock begins, by {@link System#nanoTime}
 */
record LoadWorld(
        LoadPlan plan,
        URI server,
        EncodedClip clip,
        HttpClient http,
        ScheduledExecutorService clock,
        long originNanos) {
    /** The visitors' clock in microseconds, from 1 on: 0 means none. */
    long micros(long nanos) {
        return TimeUnit.NANOSECONDS.toMicros(nanos - originNanos) + 1;
    }

    long nanos(long micros) {
        return originNanos + TimeUnit.MICROSECONDS.toNanos(micros - 1);
    }

    /** Runs a task then, unless all is over by then. */
    @SuppressWarnings("FutureReturnValueIgnored") // what is scheduled tells its own failures
    void after(long nanos, Runnable task) {
        if (!clock.isShutdown()) {
            clock.schedule(task, nanos, TimeUnit.NANOSECONDS);
        }
    }
}
