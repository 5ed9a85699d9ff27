package org.balancehead.actors.inference;

import java.util.Collection;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.balancehead.actors.metrics.DeviceState;

/** Whether a pool takes work and what of it fails, told to its owner at each change. Confined to the pool. */
final class Readiness {
    private final int number;
    private final Collection<PooledDevice> devices;
    private final ActorRef<PoolStatus> owner;
    private Optional<ServedModel> model = Optional.empty();
    private boolean ready;

    /** @param devices of the pool, at each moment */
    Readiness(int number, Collection<PooledDevice> devices, ActorRef<PoolStatus> owner) {
        this.number = number;
        this.devices = devices;
        this.owner = owner;
    }

    /** A device has opened, with that model if it renders. */
    void opened(Optional<ServedModel> with) {
        model = with;
        update(Optional.empty());
    }

    /** A device failed, for the reason given. */
    void failed(String reason) {
        update(Optional.of(reason));
    }

    /** A device found that what all are to open is refused for what it is. */
    void unfit(String reason) {
        owner.tell(new PoolStatus.ModelUnfit(number, reason));
    }

    /** A piece of work came to nothing, for the reason given, and harmed no device. */
    void jobFailed(String reason) {
        owner.tell(new PoolStatus.JobFailed(number, reason));
    }

    private void update(Optional<String> failure) {
        boolean before = ready;
        ready = devices.stream().noneMatch(device -> device.state() == DeviceState.OPENING)
                && devices.stream().anyMatch(PooledDevice::isReady);
        if (ready && !before) {
            owner.tell(new PoolStatus.PoolReady(number, model));
        } else if (ready) {
            failure.ifPresent(reason -> owner.tell(new PoolStatus.DeviceFailed(number, reason)));
        } else {
            failure.ifPresent(reason -> owner.tell(new PoolStatus.PoolDown(number, reason, lastIsGone())));
        }
    }

    /** Whether all devices were given up. */
    boolean lastIsGone() {
        return devices.stream().noneMatch(PooledDevice::mayTakeWork);
    }
}
