/**
 * The chart generator, which the {@code compact} preset is: w⁺ to a chart map and residual planes, their radiance field
 * and the shell that it is baked into to be rendered. Its weights come from {@code training}; the StyleGAN-type
 * generator stands one package up.
 *
 * <p>Shapes: N heads, K dimensions of w, M points or rays, S samples a ray, C channels, H×W chart map, R planes' side.
 */
@NullMarked
package org.balancehead.model.generator.chart;

import org.jspecify.annotations.NullMarked;
