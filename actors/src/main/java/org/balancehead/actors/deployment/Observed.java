package org.balancehead.actors.deployment;

import java.util.OptionalDouble;

/**
 * What was seen of a version since a moment.
 *
 * @param views that it rendered
 * @param errors times that its device, or a piece of its work, failed
 * @param renderP95Millis of its last views
 * @param avatars whose inversion came to its end
 * @param psnr median of those avatars, in dB
 * @param identity median of those avatars, as a cosine
 */
public record Observed(
        long views,
        long errors,
        OptionalDouble renderP95Millis,
        int avatars,
        OptionalDouble psnr,
        OptionalDouble identity) {
    /** Errors for each view or error; 0 when there was neither. */
    public double errorRate() {
        return errors == 0 ? 0 : errors / (double) (views + errors);
    }
}
