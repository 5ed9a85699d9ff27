package org.balancehead.model.training.objective;

import ai.djl.ndarray.NDArray;
import org.balancehead.model.tensor.TensorOps;

/**
 * View and content consistency with the condition (ViCiCo; BalanceHead, section 3.3): a picture, real or generated,
 * beside a label (r′, c′) that is not its own is one more negative for the discriminator, {@code −E[log(1 − D(x, (r′,
 * c′)))] = E[softplus(logit)]}, so that it must look at what the label says.
 *
 * @param weight what the term counts beside the adversarial one
 */
public record ViCiCoLoss(double weight) {
    /**
     * The weighted term, a scalar.
     *
     * @param fake logits of generated pictures with labels that are not theirs: {@code [N, 1]}
     * @param real the same of real pictures
     */
    public NDArray of(TensorOps ops, NDArray fake, NDArray real) {
        NDArray mismatched = ops.call("mean_softplus", fake, 1.0).add(ops.call("mean_softplus", real, 1.0));
        return ops.scaled(mismatched, weight);
    }
}
