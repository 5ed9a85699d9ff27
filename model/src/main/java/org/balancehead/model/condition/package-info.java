/**
 * Who is seen, as numbers: the semantic encoders whose features condition the generator. Finding and aligning the face
 * is the business of {@code face}; what the generator makes of the numbers is that of {@code generator}.
 *
 * <p>Shapes: N images, H × H pixels, D numbers of a feature.
 */
@NullMarked
package org.balancehead.model.condition;

import org.jspecify.annotations.NullMarked;
