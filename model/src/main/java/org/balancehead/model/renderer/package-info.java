/**
 * Volume rendering: rays, samples along them, fields of density and colour, compositing. What fields are made of lives
 * elsewhere (feature planes in {@link org.balancehead.model.planes}); a new representation only implements
 * {@link org.balancehead.model.renderer.RadianceField}.
 *
 * <p>Shapes: N heads, R rays of each, S samples on a ray, M = R·S points, ray by ray, C colours or features. Points and
 * depths are in world units; a depth is the distance from the camera along the unit ray.
 */
@NullMarked
package org.balancehead.model.renderer;

import org.jspecify.annotations.NullMarked;
