package org.balancehead.actors.inference;

import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.balancehead.actors.SessionId;

/**
 * Which device of a pool each session is on. A newcomer is given the one where a round of views, one for each session,
 * would take the shortest, of those that take work if any do. Devices that take about as long over a view count as
 * equally fast. Confined to the pool.
 */
final class Seating {
    /** Up to this ratio of their times two devices are equally fast: the measurement is no better. */
    private static final double ALIKE = 1.25;

    /** How much shorter the longest round must become for a session to move to a device of another speed. */
    private static final double WORTHWHILE = 0.9;

    /** Up to this ratio of what sessions get they share fairly. */
    private static final double FAIR = 1.2;

    /** Who leaves where, for where. */
    record Shift(PooledDevice from, PooledDevice to) {}

    private final Collection<PooledDevice> devices;
    private final Map<SessionId, PooledDevice> seats = new HashMap<>();

    /** @param devices of the pool, at each moment */
    Seating(Collection<PooledDevice> devices) {
        this.devices = devices;
    }

    /** The device that a session is on. */
    Optional<PooledDevice> of(SessionId session) {
        return Optional.ofNullable(seats.get(session));
    }

    /** Gives a session a device, in place of the one that it is on if it is on one; none when none is left. */
    Optional<PooledDevice> seat(SessionId session) {
        Optional<PooledDevice> before = of(session);
        Optional<PooledDevice> best = devices.stream()
                .filter(device ->
                        device.mayTakeWork() && before.filter(device::equals).isEmpty())
                .min(Comparator.comparing((PooledDevice device) -> !device.isReady())
                        .thenComparing(device -> round(device, device.load() + 1)));
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

    /** From where a session should move so that the longest round becomes shorter; empty when all is well. */
    Optional<Shift> shift() {
        Optional<PooledDevice> from = ready().max(Comparator.comparing(device -> round(device, device.load())));
        Optional<PooledDevice> to = ready().min(Comparator.comparing(device -> round(device, device.load() + 1)));
        return from.flatMap(fullest ->
                to.filter(emptiest -> isWorthwhile(fullest, emptiest)).map(emptiest -> new Shift(fullest, emptiest)));
    }

    /** From where a session should move so that others have it better in turn; empty when nobody would feel it. */
    Optional<Shift> turn() {
        return ready().filter(PooledDevice::isBusy)
                .max(Comparator.comparing(device -> round(device, device.load())))
                .flatMap(fullest -> ready().filter(other -> isOneLess(other, fullest))
                        .findFirst()
                        .map(other -> new Shift(fullest, other)));
    }

    /** Whether a device is as fast and has one session less, but one at least, which so gets much more. */
    private boolean isOneLess(PooledDevice other, PooledDevice fullest) {
        return slowness(other) == slowness(fullest)
                && other.load() == fullest.load() - 1
                && other.load() > 0
                && fullest.load() > FAIR * other.load();
    }

    private boolean isWorthwhile(PooledDevice from, PooledDevice to) {
        double now = round(from, from.load());
        double then = round(to, to.load() + 1);
        return slowness(from) == slowness(to) ? then < now : then < WORTHWHILE * now;
    }

    private Stream<PooledDevice> ready() {
        return devices.stream().filter(PooledDevice::isReady);
    }

    /** How long a view for each of so many sessions takes, in views of the fastest device. */
    private double round(PooledDevice device, int sessions) {
        return sessions * slowness(device);
    }

    /** How many times as long as the fastest device it takes over a view. */
    private double slowness(PooledDevice device) {
        double fastest = ready().flatMap(other -> other.perView().stream())
                .mapToLong(Duration::toNanos)
                .min()
                .orElse(0);
        if (fastest == 0 || device.perView().isEmpty()) {
            return 1;
        }
        double ratio = device.perView().get().toNanos() / fastest;
        return ratio < ALIKE ? 1 : ratio;
    }
}
