package org.balancehead.streaming.flow;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongToDoubleFunction;

/**
 * A viewer at the end of a link in simulated time: each view takes its turn on the link, is acknowledged when it has
 * come through, and gives its credit back.
 */
final class SimulatedViewer {
    private static final long STEP_NANOS = 1_000_000L;
    private static final long RENDER_NANOS = 10_000_000L;
    private static final double BYTES_PER_PIXEL = 0.12; // a fine JPEG of a head

    private final ViewFlow flow;
    private final LongToDoubleFunction bytesPerSecondAt;
    private final long delayNanos;
    private final boolean acknowledges;
    private final ArrayDeque<View> onLink = new ArrayDeque<>();
    private final List<View> seen = new ArrayList<>();
    private final List<Step> steps = new ArrayList<>();
    private double linkFreeAt;
    private long makingUntil = -1;
    private Rung making;
    private long sequence;
    private int position;

    /**
     * @param bytesPerSecondAt what the link carries at a time in nanoseconds
     * @param delay both ways together
     * @param window credits that are out at first
     */
    SimulatedViewer(
            ViewFlow flow, LongToDoubleFunction bytesPerSecondAt, Duration delay, int window, boolean acknowledges) {
        this.flow = flow;
        this.bytesPerSecondAt = bytesPerSecondAt;
        this.delayNanos = delay.toNanos();
        this.acknowledges = acknowledges;
        this.making = flow.rung();
        flow.grant(window);
    }

    void run(Duration from, Duration until) {
        for (long now = from.toNanos(); now < until.toNanos(); now += STEP_NANOS) {
            receive(now);
            produce(now);
        }
    }

    private void receive(long now) {
        while (!onLink.isEmpty() && onLink.peek().arrivesAt() <= now) {
            View view = onLink.remove();
            seen.add(view);
            flow.grant(1);
            if (acknowledges) {
                flow.acknowledge(view.sequence(), now);
            }
        }
    }

    private void produce(long now) {
        if (makingUntil < 0 && flow.gate(now) instanceof Gate.Open) {
            flow.begin(now);
            making = flow.rung();
            makingUntil = now + RENDER_NANOS;
        } else if (makingUntil >= 0 && now >= makingUntil) {
            makingUntil = -1;
            send(now);
        }
        if (flow.position() != position) {
            steps.add(new Step(now, position, flow.position()));
            position = flow.position();
        }
    }

    private void send(long now) {
        int bytes = (int) (making.side()
                        * making.side()
                        * BYTES_PER_PIXEL
                        * making.quality().share())
                + 500;
        flow.send(++sequence, bytes, now);
        flow.taken(now);
        linkFreeAt = Math.max(linkFreeAt, (double) now) + bytes / bytesPerSecondAt.applyAsDouble(now) * 1e9;
        onLink.add(new View(sequence, now, (long) linkFreeAt + delayNanos, bytes));
    }

    List<View> seen() {
        return seen;
    }

    /** Changes of the rung. */
    List<Step> steps() {
        return steps;
    }

    /** Views that are on the link now. */
    int onLink() {
        return onLink.size();
    }

    record View(long sequence, long sentAt, long arrivesAt, int bytes) {
        Duration age() {
            return Duration.ofNanos(arrivesAt - sentAt);
        }
    }

    record Step(long at, int from, int to) {
        double seconds() {
            return at * 1e-9;
        }
    }
}
