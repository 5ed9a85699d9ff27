package org.balancehead.server.metrics;

import static java.util.Objects.requireNonNull;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.balancehead.actors.metrics.FrameFate;
import org.balancehead.protocol.frame.FrameKind;

/**
 * The balance of camera frames and of views: those that began are those that ended, by fate, and those in flight. Every
 * fate is there from the start, at zero.
 */
final class FrameMeters {
    private final Map<FrameKind, Counter> begun = new EnumMap<>(FrameKind.class);
    private final Map<FrameKind, Map<FrameFate, Counter>> ended = new EnumMap<>(FrameKind.class);
    private final Map<FrameKind, AtomicInteger> inFlight = new EnumMap<>(FrameKind.class);

    FrameMeters(MeterRegistry registry) {
        for (FrameKind kind : FrameKind.values()) {
            AtomicInteger flying = new AtomicInteger();
            inFlight.put(kind, flying);
            Gauge.builder("balancehead.frames.in.flight", flying, AtomicInteger::get)
                    .description("Camera frames and views that have not come to anything yet")
                    .tag("kind", tag(kind))
                    .strongReference(true)
                    .register(registry);
            begun.put(
                    kind,
                    Counter.builder("balancehead.frames.begun")
                            .description("Camera frames that sessions took, and views that they began to make")
                            .tag("kind", tag(kind))
                            .register(registry));
            Map<FrameFate, Counter> fates = new EnumMap<>(FrameFate.class);
            for (FrameFate fate : FrameFate.values()) {
                fates.put(
                        fate,
                        Counter.builder("balancehead.frames.ended")
                                .description("What camera frames and views came to; each that began ends once")
                                .tag("kind", tag(kind))
                                .tag("fate", tag(fate))
                                .register(registry));
            }
            ended.put(kind, fates);
        }
    }

    void began(FrameKind kind) {
        requireNonNull(inFlight.get(kind)).incrementAndGet();
        requireNonNull(begun.get(kind)).increment();
    }

    void ended(FrameKind kind, FrameFate fate) {
        requireNonNull(requireNonNull(ended.get(kind)).get(fate)).increment();
        requireNonNull(inFlight.get(kind)).decrementAndGet();
    }

    private static String tag(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
