/**
 * The discriminator that generators are trained against, and its parts. Losses live with training.
 *
 * <p>Shapes: N images, pictures of h × h.
 */
@NullMarked
package org.balancehead.model.discriminator;

import org.jspecify.annotations.NullMarked;
