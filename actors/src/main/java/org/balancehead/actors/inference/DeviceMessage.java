package org.balancehead.actors.inference;

/**
 * What sessions and devices tell each other: it can be written as bytes, so that they may be on different machines.
 * {@code reference.conf} says how.
 */
public sealed interface DeviceMessage permits DeviceOrder, DeviceStatus, Outcome, PoolStatus {}
