package org.balancehead.streaming.flow;

import java.util.List;
import java.util.stream.Stream;

/**
 * What a stream knows of its connection's limit: what it carried when it was given too much, and whether views have
 * since come through faster than that lets them. A view takes its bytes' time and the delay of the way at least, so
 * that no luck looks like a wider connection.
 */
final class LinkLimit {
    private static final double LEAST_DIFFERENCE_NANOS = 1e6;

    /** What the way is like just after a trial that failed says nothing. */
    private static final long SETTLING_NANOS = 2_000_000_000L;

    /** Views that must have come through too fast. */
    private static final int EVIDENCE = 3;

    /** By how much, as a share of their bytes' time: the limit is known no better. */
    private static final double TOO_FAST = 0.4;

    private static final double AS_FAST = 0.15;
    private static final double WIDER = 1.25;

    /** By how much more bytes two rungs' views must differ to tell what a byte costs. */
    private static final double LARGER = 1.1;

    private Passages here = new Passages();
    private Passages below = new Passages();
    private long enteredAt;
    private long heededFrom;
    private double capacity;

    /** Of the quickest view when the limit was learnt, without its bytes' time; in nanoseconds, as all that follow. */
    private double way;

    /** What was usual where views were first seen to be too fast: so it is still known on higher rungs. */
    private double delay;

    /** What is usual is no more than this, however long views have been queueing. */
    private double mostDelay;

    /** The quickest round trip before the connection narrowed. */
    private long fastest;

    private boolean raised;

    LinkLimit(long nowNanos) {
        this.enteredAt = nowNanos;
    }

    /** Bytes a second that the connection was seen not to exceed; 0 while that is not known. */
    double capacity() {
        return capacity;
    }

    /** How many views of the next rung are under way at a time where none has to wait: one, and those on a long way. */
    double room(int viewsPerSecond) {
        return 1 + way * 1e-9 * viewsPerSecond;
    }

    /** Whether views have come through faster than the limit lets them, on this rung. */
    boolean isRaised() {
        return raised;
    }

    /** Takes a view of this rung into account. */
    void passed(Passage passage) {
        if (passage.sentAt() - enteredAt >= 0) {
            here.add(passage);
            raised |= capacity > 0 && here.recent().filter(this::tooFast).count() >= EVIDENCE;
        }
    }

    private boolean tooFast(Passage passage) {
        double usual = Math.min(mostDelay, Math.max(delay, usualDelay()));
        return passage.sentAt() - heededFrom >= 0
                && (passage.delayAt(capacity) < usual - TOO_FAST * passage.nanosAt(capacity)
                        || passage.roundTripNanos() < fastest + AS_FAST * passage.nanosAt(capacity));
    }

    private double usualDelay() {
        return here.quickestBefore().map(passage -> passage.delayAt(capacity)).orElse(0.0);
    }

    /** The way's delay, beside the bytes' time, by the quickest view. */
    private double wayOf(Passages passages) {
        double least = capacity == 0
                ? 0
                : passages.quickest().map(passage -> passage.delayAt(capacity)).orElse(0.0);
        return Math.max(0, least);
    }

    /** The stream gives way: what was carried last is the limit. */
    void steppedDown(long nowNanos) {
        learn();
        way = wayOf(here);
        if (here.sustained() > WIDER * capacity) {
            fastest = here.quickest().map(Passage::roundTripNanos).orElse(fastest);
            mostDelay = Double.POSITIVE_INFINITY;
        } else {
            mostDelay = way;
        }
        below = new Passages();
        enter(new Passages(), nowNanos);
    }

    /** The stream takes more, as a trial. */
    void steppedUp(long nowNanos) {
        if (raised) {
            delay = Math.max(delay, usualDelay());
        } else {
            mostDelay = Math.min(mostDelay, wayOf(here));
        }
        below = here;
        enter(new Passages(), nowNanos);
    }

    /** The trial failed: the stream is back where it was. */
    void fellBack(long nowNanos) {
        learn();
        enter(below, nowNanos);
        heededFrom = nowNanos + SETTLING_NANOS;
        way = wayOf(here);
        mostDelay = way;
        fastest = here.quickest().map(this::fasterThan).orElse(0L);
        below = new Passages();
    }

    /** What shows more than the view that came through when the connection carried no more. */
    private long fasterThan(Passage narrow) {
        return Math.min(fastest, (long) (narrow.roundTripNanos() - 2 * AS_FAST * narrow.nanosAt(capacity)));
    }

    private void enter(Passages passages, long nowNanos) {
        here = passages;
        enteredAt = nowNanos;
        heededFrom = nowNanos;
        raised = false;
    }

    private void learn() {
        List<Passage> queued =
                here.recent().dropWhile(passage -> !passage.late()).toList();
        capacity = queued.isEmpty() ? most(here.recent()) : Math.max(together(queued), most(queued.stream()));
        delay = 0;
    }

    private static double most(Stream<Passage> passages) {
        return passages.mapToDouble(Passage::bytesPerSecond).max().orElse(0);
    }

    /** Since a view first had to wait the connection was hardly idle, whether or not all after it had to. */
    private static double together(List<Passage> queued) {
        long bytes = queued.stream().skip(1).mapToLong(Passage::bytes).sum();
        long nanos = queued.get(queued.size() - 1).at() - queued.get(0).at();
        return nanos > 0 && queued.size() >= EVIDENCE ? bytes * 1e9 / nanos : 0;
    }

    /**
     * Bytes a second that the connection carries by how much longer larger views take since the last step up; infinite
     * where they take no longer; 0 where they are not larger.
     */
    double carried() {
        return below.quickestOfRecent()
                .flatMap(small -> here.quickestOfRecent().map(large -> carried(small, large)))
                .orElse(0.0);
    }

    private static double carried(Passage small, Passage large) {
        if (large.bytes() < LARGER * small.bytes()) {
            return 0;
        }
        double longer = large.roundTripNanos() - small.roundTripNanos();
        return longer < LEAST_DIFFERENCE_NANOS
                ? Double.POSITIVE_INFINITY
                : (large.bytes() - small.bytes()) * 1e9 / longer;
    }
}
