package org.balancehead.actors.inference;

import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;
import org.balancehead.actors.SessionId;

/** What a pool tells one of its devices. */
public sealed interface DeviceOrder extends DeviceDispatcher.Command, DeviceMessage
        permits DeviceRequest, DeviceOrder.Join, DeviceOrder.HandOver {
    /** The device belongs to that pool, which hears how it stands; it opens now, and ends when the pool does. */
    record Join(ActorRef<DeviceStatus> pool) implements DeviceOrder {}

    /**
     * Tell what these sessions saw last and what of them waits, and keep nothing of them. Those stay whose inversion is
     * under way, and whose work is to blame for failures as long as the device is not given up.
     */
    record HandOver(Set<SessionId> sessions) implements DeviceOrder {
        public HandOver {
            sessions = Set.copyOf(sessions);
        }
    }
}
