package org.balancehead.actors.metrics;

/**
 * What operators call a device.
 *
 * @param device as in the settings; the second of one name has {@code #2} behind it, and so on
 * @param model number of the version that it has opened; 0 when it renders nothing
 */
public record DeviceLabel(String device, int model) {
    /** As in thread names and the log: {@code cpu#2-v3}. */
    @Override
    public String toString() {
        return model == 0 ? device : device + "-v" + model;
    }
}
