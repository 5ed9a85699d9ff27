/**
 * The one gateway to the tensor engine (DJL on PyTorch): its start, its memory scopes, its stage functions, gradients,
 * and named parameters. Network structure does not live here: modules are plain classes of the other packages over a
 * {@link org.balancehead.model.tensor.ParameterMap}.
 *
 * <p>Stage functions are TorchScript text in the resources beside this package, packed at start. The engine's public
 * operations suffice for the rest.
 */
@NullMarked
package org.balancehead.model.tensor;

import org.jspecify.annotations.NullMarked;
