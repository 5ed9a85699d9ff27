package org.balancehead.actors.session;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.balancehead.actors.metrics.DelegatingMetrics;
import org.balancehead.actors.metrics.FrameFate;
import org.balancehead.actors.metrics.LiveMetrics;
import org.balancehead.protocol.frame.FrameKind;
import org.balancehead.protocol.message.ViewMode;

/** One session's metrics: passes them on, and keeps what operators see of this session. Safe for all threads. */
public final class SessionTally extends DelegatingMetrics {
    /** Whole seconds over which the rate is taken. */
    private static final int SECONDS = 5;

    /** Views shown in each of the last seconds, and in the one that is not over. */
    private final long[] shownIn = new long[SECONDS + 1];

    private ViewMode mode;
    private long second = now();
    private long shown;
    private long dropped;

    /**
     * One that has seen nothing yet.
     *
     * @param mode of the views that were agreed on
     */
    public SessionTally(LiveMetrics metrics, ViewMode mode) {
        super(metrics);
        this.mode = mode;
    }

    /** The client wants to look so from now on. */
    synchronized void looks(ViewMode from) {
        mode = from;
    }

    /** How the client looks at the head. */
    public synchronized ViewMode mode() {
        return mode;
    }

    @Override
    public void frameEnded(FrameKind kind, FrameFate fate) {
        count(fate);
        super.frameEnded(kind, fate);
    }

    private synchronized void count(FrameFate fate) {
        if (fate == FrameFate.SHOWN) {
            advance();
            shown++;
            shownIn[slot(second)]++;
        } else if (fate != FrameFate.ANALYSED) {
            dropped++;
        }
    }

    /** Views shown, all. */
    public synchronized long shown() {
        return shown;
    }

    /** Camera frames and views that came to nothing. */
    public synchronized long dropped() {
        return dropped;
    }

    /** Over the last five seconds. */
    public synchronized double viewsPerSecond() {
        advance();
        return (Arrays.stream(shownIn).sum() - shownIn[slot(second)]) / (double) SECONDS;
    }

    private void advance() {
        for (long now = now(); second < now; ) {
            second = Math.max(second + 1, now - SECONDS);
            shownIn[slot(second)] = 0;
        }
    }

    private static int slot(long second) {
        return (int) Math.floorMod(second, (long) (SECONDS + 1));
    }

    private static long now() {
        return TimeUnit.NANOSECONDS.toSeconds(System.nanoTime());
    }
}
