package org.balancehead.actors.inference;

import java.util.Optional;

/** How a pool stands, told to its owner at each change. */
public sealed interface PoolStatus extends DeviceMessage {
    /** Number of the version that its devices have opened; 0 when they render nothing. */
    int number();

    /** It takes work; {@code model} is empty for devices that render nothing. */
    record PoolReady(int number, Optional<ServedModel> model) implements PoolStatus {}

    /** One of its devices failed, for the reason given; others take work. */
    record DeviceFailed(int number, String reason) implements PoolStatus {}

    /** A piece of work came to nothing on one of its devices, for the reason given; that takes work as before. */
    record JobFailed(int number, String reason) implements PoolStatus {}

    /** What they were to open is refused for what it is, for the reason given: no device opens it. */
    record ModelUnfit(int number, String reason) implements PoolStatus {}

    /** None of its devices takes work, for the reason given: until one is restarted, or for good. */
    record PoolDown(int number, String reason, boolean forGood) implements PoolStatus {}
}
