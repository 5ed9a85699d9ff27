package org.balancehead.actors.inference;

import java.util.UUID;
import org.apache.pekko.actor.typed.receptionist.ServiceKey;

/**
 * The devices on which one model version is open, or faces are analysed: they register under its key, and its pool
 * finds them there, on whatever machine they are.
 *
 * @param name tells it from all others, former fleets of the same version included
 */
public record Fleet(String name) {
    /** One that is not yet. */
    static Fleet ofVersion(int number) {
        return new Fleet("version-" + number + "-" + UUID.randomUUID());
    }

    ServiceKey<DeviceOrder> key() {
        return ServiceKey.create(DeviceOrder.class, name);
    }
}
