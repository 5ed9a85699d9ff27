package org.balancehead.streaming.flow;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.LongToDoubleFunction;

/**
 * A viewer at the end of a link in simulated time: each view takes its turn on the link, is acknowledged when it has
 * come through, and gives its credit back. Views differ in bytes by a tenth either way.
 */
final class SimulatedViewer {
    private static final long STEP_NANOS = 1_000_000L;
    private static final long RENDER_NANOS = 10_000_000L;
    private static final double BYTES_PER_PIXEL = 0.12; // a fine JPEG of a head

    private final ViewFlow flow;
    private final LongToDoubleFunction bytesPerSecondAt;
    private final long delayNanos;
    private final long jitterNanos;
    private final boolean acknowledges;
    private final Random random = new Random(1);
    private final ArrayDeque<View> onLink = new ArrayDeque<>();
    private final ArrayDeque<Coming> coming = new ArrayDeque<>();
    private final List<View> seen = new ArrayList<>();
    private final List<Step> steps = new ArrayList<>();
    private double leftOfFirst;
    private long lastArrival;
    private long makingUntil = -1;
    private Rung making;
    private long sequence;
    private int position;

    /** @param window credits that are out at first */
    SimulatedViewer(ViewFlow flow, Link link, int window, boolean acknowledges) {
        this.flow = flow;
        this.bytesPerSecondAt = link.bytesPerSecondAt();
        this.delayNanos = link.delay().toNanos();
        this.jitterNanos = link.jitter().toNanos();
        this.acknowledges = acknowledges;
        this.making = flow.rung();
        flow.grant(window);
    }

    void run(Duration from, Duration until) {
        for (long now = from.toNanos(); now < until.toNanos(); now += STEP_NANOS) {
            carry(now);
            receive(now);
            produce(now);
        }
    }

    private void carry(long now) {
        double carried = bytesPerSecondAt.applyAsDouble(now) * STEP_NANOS * 1e-9;
        while (!onLink.isEmpty() && leftOfFirst <= carried) {
            carried -= leftOfFirst;
            View through = onLink.remove();
            lastArrival = Math.max(lastArrival, now + delayNanos + (long) (random.nextDouble() * jitterNanos));
            coming.add(new Coming(through, lastArrival));
            leftOfFirst = onLink.isEmpty() ? 0 : onLink.peek().bytes();
        }
        leftOfFirst -= carried;
    }

    private void receive(long now) {
        while (!coming.isEmpty() && coming.peek().at() <= now) {
            View view = coming.remove().view();
            seen.add(new View(view.sequence(), view.sentAt(), now, view.bytes()));
            flow.grant(1);
            if (acknowledges) {
                flow.acknowledge(view.sequence(), now);
            }
        }
    }

    private void produce(long now) {
        if (makingUntil < 0 && flow.gate(now, Duration.ZERO) instanceof Gate.Open) {
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
        double share = making.quality().share() * (0.9 + 0.2 * random.nextDouble());
        int bytes = (int) (making.side() * making.side() * BYTES_PER_PIXEL * share) + 500;
        flow.send(++sequence, bytes, now);
        flow.taken(now);
        if (onLink.isEmpty()) {
            leftOfFirst = bytes;
        }
        onLink.add(new View(sequence, now, 0, bytes));
    }

    List<View> seen() {
        return seen;
    }

    /** Changes of the rung. */
    List<Step> steps() {
        return steps;
    }

    /** @param arrivedAt 0 while it is on its way */
    record View(long sequence, long sentAt, long arrivedAt, int bytes) {
        Duration age() {
            return Duration.ofNanos(arrivedAt - sentAt);
        }
    }

    private record Coming(View view, long at) {}

    record Step(long at, int from, int to) {
        double seconds() {
            return at * 1e-9;
        }
    }

    /**
     * How views come through.
     *
     * @param bytesPerSecondAt what it carries at a time in nanoseconds
     * @param delay both ways together
     * @param jitter by which the delay is longer at most
     */
    record Link(LongToDoubleFunction bytesPerSecondAt, Duration delay, Duration jitter) {
        /** One whose delay is always the same. */
        static Link calm(LongToDoubleFunction bytesPerSecondAt, Duration delay) {
            return new Link(bytesPerSecondAt, delay, Duration.ZERO);
        }
    }
}
