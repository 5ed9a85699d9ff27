/**
 * Learning to describe heads: what is known exactly of synthetic ones, the training of a semantic encoder on it, and
 * how well any encoder tells heads apart and knows their traits. Conditioned generators are trained elsewhere.
 *
 * <p>Sizes: N pictures, D numbers of a feature, A amounts, K values of all kinds together.
 */
@NullMarked
package org.balancehead.model.training.semantic;

import org.jspecify.annotations.NullMarked;
