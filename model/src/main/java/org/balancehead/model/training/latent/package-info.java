/**
 * The mapping network's training: a discriminator in w space tells it how the w of real heads are spread. Pictures,
 * rays and the networks that make w of pictures live elsewhere.
 *
 * <p>Shapes: N heads a batch, n of the data, K entries of w, L of z, C of a semantic feature.
 */
@NullMarked
package org.balancehead.model.training.latent;

import org.jspecify.annotations.NullMarked;
