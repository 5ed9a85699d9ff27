package org.balancehead.actors.inference;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;
import org.balancehead.actors.SessionId;
import org.balancehead.actors.metrics.DeviceLabel;

/** What a pool hears of one of its devices. */
sealed interface DeviceStatus extends DeviceMessage {
    DeviceLabel device();

    /** It belongs to the pool, and opens. */
    record Joined(DeviceLabel device, ActorRef<DeviceOrder> orders) implements DeviceStatus {}

    /** It takes work; {@code model} is empty for devices that render nothing. */
    record DeviceReady(DeviceLabel device, Optional<ServedModel> model) implements DeviceStatus {}

    /** It failed, for the reason given, and is being restarted, or given up for good. */
    record DeviceDown(DeviceLabel device, String reason, boolean forGood) implements DeviceStatus {}

    /** What it was to open is refused for what it is, for the reason given; that it is down is told besides. */
    record ModelUnfit(DeviceLabel device, String reason) implements DeviceStatus {}

    /** A piece of its work came to nothing, for the reason given; it takes work as before. */
    record JobFailed(DeviceLabel device, String reason) implements DeviceStatus {}

    /**
     * How fast it renders, told every few views.
     *
     * @param perView how long it takes over a view
     * @param busy the share of its time that it lately rendered, 0…1
     */
    record Paced(DeviceLabel device, Duration perView, double busy) implements DeviceStatus {}

    /**
     * It keeps nothing any more of those that leave.
     *
     * @param asked all that were to be handed over
     * @param left those of them that leave, and what goes with each
     */
    record HandedOver(DeviceLabel device, Set<SessionId> asked, Map<SessionId, Luggage> left) implements DeviceStatus {
        public HandedOver {
            asked = Set.copyOf(asked);
            left = Map.copyOf(left);
        }
    }

    /** What a session takes along: what it saw last, if anything, and its work that waited. */
    record Luggage(Optional<KeptAvatar> avatar, List<Work> waiting) {
        static final Luggage NONE = new Luggage(Optional.empty(), List.of());

        public Luggage {
            waiting = List.copyOf(waiting);
        }
    }
}
