package org.balancehead.server.metrics;

import java.util.Map;
import org.balancehead.actors.inference.Lane;
import org.balancehead.actors.metrics.DeviceLabel;
import org.balancehead.actors.metrics.DeviceState;

/**
 * How a device stands now, and what waits for it.
 *
 * @param sessions that are on it
 * @param limit of what may wait, all its lanes together
 */
public record DeviceRow(DeviceLabel device, DeviceState state, int sessions, int limit, Map<Lane, LaneRow> lanes) {
    /**
     * What waits for a lane.
     *
     * @param oldestSeconds how long the oldest piece has waited; 0 when none does
     */
    public record LaneRow(int waiting, double oldestSeconds) {}

    public DeviceRow {
        lanes = Map.copyOf(lanes);
    }
}
