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

    private final List<Double> firstViewMs = new ArrayList<>();
    private final List<Double> ageMs = new ArrayList<>();
    private final List<Double> gapMs = new ArrayList<>();
    private final Map<String, Integer> errors = new TreeMap<>();
    private long views;
    private long lost;
    private long refused;
    private long reconnects;

    /** When the very first view came; 0 before. */
    private long beganNanos;

    /** Of this connection: when its first camera frame left, and its last view came; 0 before. */
    private long shownNanos;

    private long lastViewNanos;
    private long lastSequence;
    private boolean resumed;

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
        views++;
        if (beganNanos == 0) {
            beganNanos = nowNanos;
        }
        if (lastViewNanos > 0) {
            gapMs.add((nowNanos - lastViewNanos) / NANOS_PER_MS);
            lost += view.sequence() == SequenceNumber.next(lastSequence) ? 0 : 1;
        } else if (!resumed && shownNanos > 0) {
            firstViewMs.add((nowNanos - shownNanos) / NANOS_PER_MS);
        }
        if (capturedNanos >= 0) {
            ageMs.add((nowNanos - capturedNanos) / NANOS_PER_MS);
        }
        lastViewNanos = nowNanos;
        lastSequence = view.sequence();
    }

    synchronized void refused() {
        refused++;
    }

    synchronized void reconnects() {
        reconnects++;
    }

    synchronized void error(String kind) {
        errors.merge(kind, 1, Integer::sum);
    }

    /** Views so far. */
    synchronized long views() {
        return views;
    }

    synchronized Visit ended(long nowNanos) {
        double seconds = (nowNanos - beganNanos) / 1e9;
        return new Visit(
                firstViewMs,
                ageMs,
                gapMs,
                views,
                views == 0 || seconds <= 0 ? 0 : views / seconds,
                lost,
                refused,
                reconnects,
                errors);
    }
}
