package org.balancehead.actors.session;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.balancehead.actors.metrics.FrameFate;
import org.balancehead.actors.metrics.FrameMetrics;
import org.balancehead.actors.metrics.LiveMetrics;
import org.balancehead.protocol.frame.FrameKind;
import org.balancehead.protocol.message.ViewMode;

/** What operators see of one session, taken from what its parts tell. Safe for all threads. */
public final class SessionTally implements FrameMetrics {
    /** Whole seconds over which the rate is taken. */
    private static final int SECONDS = 5;

    /** Views shown in each of the last seconds, and in the one that is not over. */
    private final long[] shownIn = new long[SECONDS + 1];

    private final FrameMetrics all;
    private final LiveMetrics metrics;
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
        this.metrics = metrics.with(this);
        this.all = metrics.frames();
        this.mode = mode;
    }

    /** To be told by the session's parts. */
    LiveMetrics metrics() {
        return metrics;
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
    public void frameBegan(FrameKind kind) {
        all.frameBegan(kind);
    }

    @Override
    public void frameEnded(FrameKind kind, FrameFate fate) {
        count(fate);
        all.frameEnded(kind, fate);
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
