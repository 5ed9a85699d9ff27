/**
 * What adversarial trainings share, whatever they train: the terms of the objective (EG3D, CVPR 2022; BalanceHead,
 * section 3.3), each with its equation, and the schedules of what networks are shown and told.
 *
 * <p>Shapes: N images a batch, C entries of a semantic feature, h pixels of a picture's side. Losses are scalars.
 */
@NullMarked
package org.balancehead.model.training.objective;

import org.jspecify.annotations.NullMarked;
