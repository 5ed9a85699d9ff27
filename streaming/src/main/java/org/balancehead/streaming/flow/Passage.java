package org.balancehead.streaming.flow;

/**
 * A view's way to its client and its acknowledgement's way back.
 *
 * @param at when the acknowledgement came
 * @param bytes of the view
 * @param roundTripNanos from its sending to then
 * @param bytesPerSecond that were acknowledged in that time, those of views before it included: what the connection
 *     carried of what it was given
 * @param late whether it had to queue on its way
 */
record Passage(long at, int bytes, long roundTripNanos, double bytesPerSecond, boolean late) {
    long sentAt() {
        return at - roundTripNanos;
    }

    /** The time that its bytes take where the connection carries so much. */
    double nanosAt(double capacity) {
        return bytes * 1e9 / capacity;
    }

    /** What is left of the round trip where the connection carries so much: delay, and waiting behind other views. */
    double delayAt(double capacity) {
        return roundTripNanos - nanosAt(capacity);
    }
}
