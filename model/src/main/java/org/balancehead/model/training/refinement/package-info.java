/**
 * Refinement of a chart generator that reconstruction has trained: patches of its pictures are compared with the
 * data's, by pixels, by features and by a discriminator, so that what averages blur comes back (pix2pix, CVPR 2017;
 * patches that know where they are: EpiGRAF, NeurIPS 2022; ViCiCo, BalanceHead, section 3.3).
 *
 * <p>Shapes: N patches a batch, of p × p rays and P = 2p pixels; K entries of w, Z of a latent, C of a semantic
 * feature.
 */
@NullMarked
package org.balancehead.model.training.refinement;

import org.jspecify.annotations.NullMarked;
