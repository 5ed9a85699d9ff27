package org.balancehead.model.training.objective;

import ai.djl.ndarray.NDArray;
import org.balancehead.model.tensor.TensorOps;

/**
 * The non-saturating logistic loss (Goodfellow et al., NIPS 2014, section 3): for the generator
 * {@code E[softplus(−D(G(z)))]}, for the discriminator {@code E[softplus(D(G(z)))] + E[softplus(−D(x))]}.
 *
 * <p>Logits are {@code [N, 1]}, positive for real; losses are scalars.
 */
public final class NonSaturatingLoss {
    private NonSaturatingLoss() {}

    public static NDArray generator(TensorOps ops, NDArray fake) {
        return ops.call("mean_softplus", fake, -1.0);
    }

    public static NDArray discriminator(TensorOps ops, NDArray fake, NDArray real) {
        return ops.call("mean_softplus", fake, 1.0).add(ops.call("mean_softplus", real, -1.0));
    }
}
