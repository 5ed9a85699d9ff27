/**
 * Adversarial training of generators of feature planes (EG3D, CVPR 2022, section 4.4; BalanceHead, sections 3.2 and
 * 3.3): batches, the steps of generator and discriminator, and the run that strings them together. The terms of the
 * objective live in {@code training.objective}; what a training by reconstruction needs, in {@code training}.
 *
 * <p>Shapes: N images a batch, H pixels of a picture's side, h of the raw one's, C entries of a semantic feature, Z of
 * a latent.
 */
@NullMarked
package org.balancehead.model.training.adversarial;

import org.jspecify.annotations.NullMarked;
