package org.balancehead.model.inversion;

import java.util.Optional;

/**
 * What one time slice of an inversion did.
 *
 * @param stage the stage it worked in
 * @param step steps of this stage done so far
 * @param steps steps that this stage has
 * @param loss the last step's loss
 * @param seconds compute time of this inversion so far
 * @param revised a better avatar, to be shown from now on; the receiver closes it. Empty when this slice published none
 */
public record InversionProgress(
        Stage stage, int step, int steps, double loss, double seconds, Optional<Avatar> revised) {}
