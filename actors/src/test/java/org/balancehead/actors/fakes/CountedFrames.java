package org.balancehead.actors.fakes;

import java.util.Arrays;
import org.balancehead.actors.metrics.FrameFate;
import org.balancehead.actors.metrics.FrameMetrics;
import org.balancehead.protocol.frame.FrameKind;

/** Remembers how many frames began, and what became of them. */
public final class CountedFrames implements FrameMetrics {
    private record End(FrameKind kind, FrameFate fate) {}

    private final Tally<FrameKind> begun = new Tally<>();
    private final Tally<End> ended = new Tally<>();

    /** Frames of that kind that began. */
    public long begun(FrameKind kind) {
        return begun.of(kind);
    }

    /** Frames of that kind that came to that. */
    public long ended(FrameKind kind, FrameFate fate) {
        return ended.of(new End(kind, fate));
    }

    /** Frames of that kind that ended, whatever they came to. */
    public long ended(FrameKind kind) {
        return Arrays.stream(FrameFate.values())
                .mapToLong(fate -> ended(kind, fate))
                .sum();
    }

    @Override
    public void frameBegan(FrameKind kind) {
        begun.count(kind);
    }

    @Override
    public void frameEnded(FrameKind kind, FrameFate fate) {
        ended.count(new End(kind, fate));
    }
}
