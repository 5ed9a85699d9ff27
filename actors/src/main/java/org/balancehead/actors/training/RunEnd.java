package org.balancehead.actors.training;

/**
 * How a run ended.
 *
 * @param good whether it did what was asked of it
 * @param sentence for the user
 */
public record RunEnd(boolean good, String sentence) {}
