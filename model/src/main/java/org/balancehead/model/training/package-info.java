/**
 * Training: batches of rays, objectives, the optimiser, the run with its checkpoints and pictures. The closed-form
 * start lives in {@code training.closedform}; networks live with the generator and the encoder that they are.
 *
 * <p>Shapes: B identities a batch, R rays an identity, S samples a ray, K dimensions of w.
 */
@NullMarked
package org.balancehead.model.training;

import org.jspecify.annotations.NullMarked;
