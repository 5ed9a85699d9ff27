package org.balancehead.actors.inference;

import java.time.Duration;
import java.util.Set;
import org.balancehead.actors.metrics.DeviceEvent;
import org.balancehead.actors.metrics.DeviceLabel;
import org.balancehead.actors.metrics.DeviceMetrics;
import org.balancehead.actors.metrics.DropReason;
import org.balancehead.actors.metrics.LiveMetrics;
import org.balancehead.actors.metrics.Step;
import org.balancehead.actors.metrics.WorkMetrics;

/** What one device tells the metrics. */
final class DeviceMeter {
    private final DeviceLabel device;
    private final Set<Lane> lanes;
    private final int tickets;
    private final DeviceMetrics devices;
    private final WorkMetrics work;

    DeviceMeter(DeviceLabel device, Set<Lane> lanes, int tickets, LiveMetrics metrics) {
        this.device = device;
        this.lanes = lanes;
        this.tickets = tickets;
        this.devices = metrics.devices();
        this.work = metrics.work();
    }

    /** What waits now. */
    void waiting(WorkQueue queue) {
        lanes.forEach(lane -> devices.waitingWork(device, lane, queue.depth(lane), queue.oldestNanos(lane), tickets));
    }

    void waited(WorkQueue.Ticket ticket, long nowNanos) {
        work.took(Step.QUEUE, Duration.ofNanos(nowNanos - ticket.sinceNanos()));
    }

    /** So many pieces of that lane took so long together, each of them. */
    void took(Lane lane, Duration time, int together) {
        Step step = switch (lane) {
            case RENDERING -> Step.RENDER;
            case INVERTING -> Step.SLICE;
            case ANALYSING -> Step.ANALYSE;
        };
        for (int i = 0; i < together; i++) {
            work.took(step, time);
        }
        if (lane == Lane.RENDERING) {
            devices.rendered(device, time, together);
        }
    }

    /** The session of a piece of work is over. */
    void sessionGone() {
        work.dropped(DropReason.SESSION_GONE);
    }

    void refused(Outcome.Refusal why) {
        work.dropped(why.countsAs());
    }

    void happened(DeviceEvent event) {
        devices.deviceEvent(device, event);
    }
}
