package org.balancehead.server.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.balancehead.protocol.frame.FrameHeader;
import org.balancehead.protocol.frame.SequenceNumber;

/** Notes what one visitor sees. Times are {@link System#nanoTime}'s; any thread may call. */
final class VisitLog {
    private static final double NANOS_PER_MS = 1e6;
    private static final double NANOS_PER_SECOND = 1e9;

    private final Manner manner;
    private final long originNanos;
    private final List<Double> firstViewMs = new ArrayList<>();
    private final List<Double> resumedViewMs = new ArrayList<>();
    private final List<SeenView> views = new ArrayList<>();
    private final Map<String, Integer> errors = new TreeMap<>();
    private long lost;
    private long refused;
    private long reconnects;
    private long vanished;

    /** When the very first view came; 0 before. */
    private long beganNanos;

    /** Of this connection: when its first camera frame left, and its last view came; 0 before. */
    private long shownNanos;

    private long lastViewNanos;
    private long lastSequence;
    private boolean resumed;

    /** @param originNanos when the first visitor came */
    VisitLog(Manner manner, long originNanos) {
        this.manner = manner;
        this.originNanos = originNanos;
    }

    synchronized void welcomed(boolean asResumed) {
        shownNanos = 0;
        lastViewNanos = 0;
        lastSequence = 0;
        resumed = asResumed;
    }

    synchronized void cameraFrameSent(long nowNanos) {
        if (shownNanos == 0) {
            shownNanos = nowNanos;
        }
    }

    /** @param capturedNanos when the camera frame that it reflects was captured; negative when it reflects none */
    synchronized void viewCame(FrameHeader view, long capturedNanos, long nowNanos) {
        if (beganNanos == 0) {
            beganNanos = nowNanos;
        }
        double gapMs = Double.NaN;
        if (lastViewNanos > 0) {
            gapMs = (nowNanos - lastViewNanos) / NANOS_PER_MS;
            lost += view.sequence() == SequenceNumber.next(lastSequence) ? 0 : 1;
        } else if (shownNanos > 0) {
            (resumed ? resumedViewMs : firstViewMs).add((nowNanos - shownNanos) / NANOS_PER_MS);
        }
        double ageMs = capturedNanos >= 0 ? (nowNanos - capturedNanos) / NANOS_PER_MS : Double.NaN;
        views.add(new SeenView((nowNanos - originNanos) / NANOS_PER_SECOND, gapMs, ageMs));
        lastViewNanos = nowNanos;
        lastSequence = view.sequence();
    }

    synchronized void refused() {
        refused++;
    }

    synchronized void reconnects() {
        reconnects++;
    }

    synchronized void vanished() {
        vanished++;
    }

    synchronized void error(String kind) {
        errors.merge(manner.prefix() + kind, 1, Integer::sum);
    }

    /** Views so far. */
    synchronized int views() {
        return views.size();
    }

    synchronized Visit ended(long nowNanos) {
        double seconds = (nowNanos - beganNanos) / NANOS_PER_SECOND;
        return new Visit(
                manner,
                firstViewMs,
                resumedViewMs,
                views,
                views.isEmpty() || seconds <= 0 ? 0 : views.size() / seconds,
                lost,
                refused,
                reconnects,
                vanished,
                errors);
    }
}
