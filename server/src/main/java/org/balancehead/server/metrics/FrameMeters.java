package org.balancehead.server.metrics;

import static java.util.Objects.requireNonNull;

import io.micrometer.core.instrument.Counter;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.balancehead.actors.metrics.FrameFate;
import org.balancehead.actors.metrics.FrameMetrics;
import org.balancehead.protocol.frame.FrameKind;

/**
 * The balance of camera frames and of views: those that began are those that ended, by fate, and those in flight. Every
 * fate is there from the start, at zero.
 */
final class FrameMeters implements FrameMetrics {
    private final Map<FrameKind, Counter> begun = new EnumMap<>(FrameKind.class);
    private final Map<FrameKind, Map<FrameFate, Counter>> ended = new EnumMap<>(FrameKind.class);
    private final Map<FrameKind, AtomicInteger> inFlight = new EnumMap<>(FrameKind.class);

    FrameMeters(Meters meters) {
        for (FrameKind kind : FrameKind.values()) {
            String tag = Meters.tag(kind);
            inFlight.put(
                    kind,
                    meters.number(
                            "frames.in.flight",
                            "Camera frames and views that have not come to anything yet",
                            "kind",
                            tag));
            begun.put(
                    kind,
                    meters.counter(
                            "frames.begun",
                            "Camera frames that sessions took, and views that they began to make",
                            "kind",
                            tag));
            ended.put(
                    kind,
                    meters.counters(
                            FrameFate.class,
                            "fate",
                            "frames.ended",
                            "What camera frames and views came to; each that began ends once",
                            "kind",
                            tag));
        }
    }

    @Override
    public void frameBegan(FrameKind kind) {
        requireNonNull(inFlight.get(kind)).incrementAndGet();
        requireNonNull(begun.get(kind)).increment();
    }

    @Override
    public void frameEnded(FrameKind kind, FrameFate fate) {
        requireNonNull(requireNonNull(ended.get(kind)).get(fate)).increment();
        requireNonNull(inFlight.get(kind)).decrementAndGet();
    }
}
