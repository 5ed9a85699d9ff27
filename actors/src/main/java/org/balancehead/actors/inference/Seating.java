package org.balancehead.actors.inference;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.balancehead.actors.SessionId;
import org.balancehead.actors.metrics.DeviceState;

/**
 * Which device of a pool each session is on. A newcomer is given the one that has the fewest sessions, of those that
 * take work if any do; it stays there. Confined to the pool.
 */
final class Seating {
    private static final Comparator<PooledDevice> BEST_FIRST = Comparator.comparing(
                    (PooledDevice device) -> device.state() != DeviceState.READY)
            .thenComparing(PooledDevice::load);

    private final List<PooledDevice> devices;
    private final Map<SessionId, PooledDevice> seats = new HashMap<>();

    Seating(List<PooledDevice> devices) {
        this.devices = List.copyOf(devices);
    }

    /** The device that a session is on. */
    Optional<PooledDevice> of(SessionId session) {
        return Optional.ofNullable(seats.get(session));
    }

    /** Gives a session a device, in place of the one that it is on if it is on one; none when none is left. */
    Optional<PooledDevice> seat(SessionId session) {
        Optional<PooledDevice> best =
                devices.stream().filter(PooledDevice::mayTakeWork).min(BEST_FIRST);
        best.ifPresent(device -> {
            end(session);
            seats.put(session, device);
            device.add(session);
        });
        return best;
    }

    /** The session is over. Gives back the device that it was on. */
    Optional<PooledDevice> end(SessionId session) {
        Optional<PooledDevice> left = Optional.ofNullable(seats.remove(session));
        left.ifPresent(device -> device.remove(session));
        return left;
    }
}
