package org.balancehead.streaming.flow;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import org.balancehead.protocol.frame.SequenceNumber;

/**
 * How many views may be under way to a client: more as long as acknowledgements come about as soon as at best, fewer
 * when they are late, because then views queue on the way and get old. A client that has never acknowledged is not
 * bounded here; one that stops is sent a view now and then. Only acknowledgements of views that are under way count, by
 * the sender's own clock.
 */
final class ViewWindow {
    private static final int MOST = 32;

    /** Views that are remembered; of more the oldest are forgotten, as of a client that never acknowledges. */
    private static final int REMEMBERED = 2 * MOST;

    /** Views that come later than this are late, whatever was best: no connection worth watching is as slow as that. */
    private static final long LATE_NANOS = 1_000_000_000L;

    private static final double SHRINKAGE = 0.6;
    private static final double NOVELTY = 0.2;
    private static final long LEAST_PERIOD_NANOS = 15_000_000_000L;
    private static final long LEAST_MEMORY_NANOS = 2_000_000_000L;

    private final long queueingNanos;
    private final long patienceNanos;
    private final ArrayDeque<Sent> underWay = new ArrayDeque<>();
    private final RecentLeast leastRoundTrip = new RecentLeast(LEAST_PERIOD_NANOS);
    private double size = 2;
    private boolean starting = true;
    private boolean acknowledging;
    private boolean shrunk;
    private long shrunkAt;
    private long lastEvent;
    private long lastRoundTrip;
    private boolean late;
    private double bytesPerSecond;
    private long passedBytes;
    private long passedAt;

    ViewWindow(FlowBounds bounds) {
        this.queueingNanos = bounds.queueingDelay().toNanos();
        this.patienceNanos = bounds.patience().toNanos();
    }

    void sent(long sequence, int bytes, long nowNanos) {
        if (underWay.size() == REMEMBERED) {
            underWay.remove();
        }
        underWay.add(new Sent(sequence, bytes, nowNanos, passedBytes, underWay.isEmpty() ? nowNanos : passedAt));
        lastEvent = nowNanos;
    }

    /** How that view came through; empty, and without effect, when it is not under way. */
    Optional<Passage> acknowledge(long sequence, long nowNanos) {
        Optional<Sent> shown =
                underWay.stream().filter(sent -> sent.sequence() == sequence).findFirst();
        return shown.map(view -> {
            boolean full = underWay.size() >= (int) size;
            while (!underWay.isEmpty()
                    && !SequenceNumber.isNewer(underWay.element().sequence(), sequence)) {
                passedBytes += underWay.remove().bytes();
            }
            passedAt = nowNanos;
            acknowledging = true;
            lastEvent = nowNanos;
            lastRoundTrip = Math.max(1, nowNanos - view.at());
            leastRoundTrip.add(lastRoundTrip, nowNanos);
            double carried = view.bytes() * 1e9 / lastRoundTrip;
            bytesPerSecond += (bytesPerSecond == 0 ? 1 : NOVELTY) * (carried - bytesPerSecond);
            resize(view.at(), full, nowNanos);
            return new Passage(
                    nowNanos,
                    view.bytes(),
                    lastRoundTrip,
                    (passedBytes - view.passedBytes()) * 1e9 / Math.max(1, nowNanos - view.passedAt()),
                    late);
        });
    }

    private void resize(long sentAt, boolean full, long nowNanos) {
        late = lastRoundTrip > Math.min(leastRoundTrip.get() + queueingNanos, LATE_NANOS);
        if (late) {
            if (!shrunk || sentAt - shrunkAt > 0 || size < 2) { // once for those that were under way together
                size = Math.max(1, size * SHRINKAGE);
                shrunk = true;
                shrunkAt = nowNanos;
                starting = false;
            }
        } else if (full) {
            size = Math.min(MOST, size + (starting ? 1 : 1 / size));
        }
    }

    /** So many views may be under way at least, until they are late. */
    void makeRoom(double views) {
        size = Math.min(MOST, Math.max(size, views));
    }

    /** How long until the next view may be sent if nothing is acknowledged; zero when it may. */
    Duration untilOpen(long nowNanos) {
        return !acknowledging || underWay.size() < (int) size
                ? Duration.ZERO
                : Duration.ofNanos(Math.max(0, lastEvent + patienceNanos - nowNanos));
    }

    /** Whether late acknowledgements have lately kept it small: what goes out is what the connection carries. */
    boolean constrained(long nowNanos) {
        return shrunk && nowNanos - shrunkAt <= Math.max(LEAST_MEMORY_NANOS, 4 * lastRoundTrip);
    }

    /** Views that were sent and not acknowledged. */
    int underWay() {
        return underWay.size();
    }

    /** What the connection carries at least; 0 before the first acknowledgement. */
    double bytesPerSecond() {
        return bytesPerSecond;
    }

    /**
     * A view under way.
     *
     * @param passedBytes that had come through before it was sent
     * @param passedAt when the last of them had; of a view with none before it under way, when that was sent
     */
    private record Sent(long sequence, int bytes, long at, long passedBytes, long passedAt) {}
}
