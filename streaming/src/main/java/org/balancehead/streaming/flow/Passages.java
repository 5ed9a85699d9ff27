package org.balancehead.streaming.flow;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The views that came through while a stream stood on one rung: the recent ones, and the quickest before them. */
final class Passages {
    private static final long RECENT_NANOS = 1_500_000_000L;

    /** So long the first ones may still have waited behind those of another rung. */
    private static final long SETTLING_NANOS = 2_000_000_000L;

    private static final long SUSTAINED_NANOS = 1_000_000_000L;

    private static final int MOST = 128;

    /** It takes so long to tell what is usual: queues come and go. */
    private static final long USUAL_NANOS = 3_000_000_000L;

    private static final Comparator<Passage> BY_TIME = Comparator.comparingLong(Passage::roundTripNanos);

    private final ArrayDeque<Passage> recent = new ArrayDeque<>();
    private @Nullable Passage quickestBefore;
    private @Nullable Passage quickest;
    private boolean usual;
    private double sustained;
    private boolean begun;
    private long settledAt;

    void add(Passage passage) {
        if (!begun) {
            begun = true;
            settledAt = passage.at() + SETTLING_NANOS;
        }
        quickest = quicker(quickest, passage);
        recent.add(passage);
        while (recent.size() > MOST || recent.element().at() - (passage.at() - RECENT_NANOS) < 0) {
            forget(recent.remove());
        }
        sustain(passage);
    }

    private void sustain(Passage last) {
        Passage first = recent.element();
        long took = last.at() - first.at();
        if (took >= SUSTAINED_NANOS && first.at() - settledAt >= 0) {
            long bytes = recent.stream().skip(1).mapToLong(Passage::bytes).sum();
            sustained = Math.max(sustained, bytes * 1e9 / took);
        }
    }

    private void forget(Passage passage) {
        if (passage.at() - settledAt >= 0) {
            usual |= passage.at() - settledAt >= USUAL_NANOS;
            quickestBefore = quicker(quickestBefore, passage);
        }
    }

    private static Passage quicker(@Nullable Passage one, Passage other) {
        return one == null || BY_TIME.compare(other, one) < 0 ? other : one;
    }

    /** Of all. */
    Optional<Passage> quickest() {
        return Optional.ofNullable(quickest);
    }

    /** Those of the last second and a half before the last one. */
    Stream<Passage> recent() {
        return recent.stream();
    }

    Optional<Passage> quickestOfRecent() {
        return recent.stream().min(BY_TIME);
    }

    /** Bytes a second that came through at most, for a second or longer: jitter makes shorter times look better. */
    double sustained() {
        return sustained;
    }

    /** What is usual on this rung; empty as long as that cannot be told. */
    Optional<Passage> quickestBefore() {
        return usual ? Optional.ofNullable(quickestBefore) : Optional.empty();
    }
}
