package org.balancehead.actors.inference;

import java.util.Optional;

/** How a device stands, told to its owner at each change. */
public sealed interface DeviceStatus {
    String device();

    /** It takes work; {@code model} is empty for devices that render nothing. */
    record DeviceReady(String device, Optional<ServedModel> model) implements DeviceStatus {}

    /** It failed, for the reason given, and is being restarted, or given up for good. */
    record DeviceDown(String device, String reason, boolean forGood) implements DeviceStatus {}
}
