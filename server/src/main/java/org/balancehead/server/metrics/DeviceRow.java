package org.balancehead.server.metrics;

import java.util.Map;
import org.balancehead.actors.inference.Lane;

/**
 * What waits for a device now.
 *
 * @param limit of all its lanes together
 */
public record DeviceRow(String device, int limit, Map<Lane, LaneRow> lanes) {
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
