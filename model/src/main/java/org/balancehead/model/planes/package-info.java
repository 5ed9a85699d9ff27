/**
 * Feature planes: how the image that a synthesis network makes is laid out in space, and "the feature at a point". What
 * the features mean is the decoder's business.
 *
 * <p>Shapes: N heads, P planes, C features, M points, pictures of h × h.
 */
@NullMarked
package org.balancehead.model.planes;

import org.jspecify.annotations.NullMarked;
