package org.balancehead.actors.deployment;

/** What is to become of a canary now. */
sealed interface CanaryVerdict {
    /** It is tried further. */
    record Wait() implements CanaryVerdict {}

    /** It shall serve everybody; why, in one sentence. */
    record Promote(String sentence) implements CanaryVerdict {}

    /** Nobody shall be on it; why, in one sentence. */
    record RollBack(String sentence) implements CanaryVerdict {}
}
