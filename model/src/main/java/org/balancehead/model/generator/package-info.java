/**
 * The head generator of the StyleGAN kind and its parts: latent and condition → w → feature planes → volume rendering →
 * super-resolution, each part a plain class over named weights, its sizes from a preset. How planes are looked up and
 * rays are marched lives in {@link org.balancehead.model.planes} and {@link org.balancehead.model.renderer}.
 *
 * <p>Shapes: N heads, L layers that take a w, W entries of w, C channels, pictures of h × h.
 */
@NullMarked
package org.balancehead.model.generator;

import org.jspecify.annotations.NullMarked;
