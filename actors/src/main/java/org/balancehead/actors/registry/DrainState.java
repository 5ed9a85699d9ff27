package org.balancehead.actors.registry;

import java.time.Duration;

/**
 * How far a drain is.
 *
 * @param draining whether one goes on
 * @param sessions that there still are
 * @param left what they have left; nothing when no drain goes on
 */
public record DrainState(boolean draining, int sessions, Duration left) {}
