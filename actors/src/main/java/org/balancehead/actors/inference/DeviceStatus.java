package org.balancehead.actors.inference;

import java.util.Map;
import java.util.Optional;
import org.balancehead.actors.SessionId;
import org.balancehead.actors.metrics.DeviceLabel;

/** What a pool hears of one of its devices. */
sealed interface DeviceStatus {
    DeviceLabel device();

    /** It takes work; {@code model} is empty for devices that render nothing. */
    record DeviceReady(DeviceLabel device, Optional<ServedModel> model) implements DeviceStatus {}

    /** It failed, for the reason given, and is being restarted, or given up for good. */
    record DeviceDown(DeviceLabel device, String reason, boolean forGood) implements DeviceStatus {}

    /** What its sessions saw last; it keeps nothing of them any more. */
    record HandedOver(DeviceLabel device, Map<SessionId, KeptAvatar> kept) implements DeviceStatus {
        public HandedOver {
            kept = Map.copyOf(kept);
        }
    }
}
