package org.balancehead.actors.session;

import java.time.Duration;
import org.balancehead.actors.metrics.DropReason;
import org.balancehead.actors.metrics.LiveMetrics;
import org.balancehead.actors.metrics.Step;
import org.balancehead.actors.metrics.ViewMetrics;
import org.balancehead.actors.metrics.WorkMetrics;
import org.balancehead.streaming.flow.ViewFlow;

/** What one stream tells the metrics of its flow. Confined to the stream. */
final class FlowMeter implements AutoCloseable {
    private final ViewFlow flow;
    private final ViewMetrics views;
    private final WorkMetrics work;
    private int position;

    FlowMeter(ViewFlow flow, LiveMetrics metrics) {
        this.flow = flow;
        this.views = metrics.views();
        this.work = metrics.work();
        this.position = flow.position();
        views.rungChanged(-1, position);
    }

    /** Takes note of the flow's rung, and of the views that it skipped; whether the rung changed. */
    boolean adapted() {
        for (long skipped = flow.takeSkipped(); skipped > 0; skipped--) {
            work.dropped(DropReason.VIEW_SKIPPED);
        }
        int before = position;
        position = flow.position();
        if (position != before) {
            views.rungChanged(before, position);
        }
        return position != before;
    }

    void acknowledged(Duration roundTrip) {
        work.took(Step.ROUND_TRIP, roundTrip);
        views.connectionCarries(flow.bytesPerSecond());
    }

    /** @param gap from the view before */
    void sent(Duration gap) {
        work.took(Step.VIEW_GAP, gap);
    }

    @Override
    public void close() {
        views.rungChanged(position, -1);
    }
}
