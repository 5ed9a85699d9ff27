package org.balancehead.model.training.objective;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import org.balancehead.model.generator.HeadImages;
import org.balancehead.model.tensor.TensorOps;

/**
 * The gradient penalty on real pictures (Mescheder et al., ICML 2018, equation 9): {@code γ/2 · E‖∇D(x)‖²} over picture
 * and raw picture together, and over the mask with a γ of its own (PanoHead). It is taken every few steps, and then
 * counts for all of them (StyleGAN2, section 4.2).
 *
 * @param gamma of the pictures
 * @param maskGamma of the mask
 * @param interval steps from one to the next
 */
public record R1Penalty(double gamma, double maskGamma, int interval) {
    public R1Penalty {
        if (!(gamma >= 0) || !(maskGamma >= 0) || interval < 1) {
            throw new IllegalArgumentException("R1 needs no negative gamma, and an interval of 1 or more.");
        }
    }

    /** Whether it is due at a step, counted from 0. */
    public boolean due(int step) {
        return step % interval == 0;
    }

    /**
     * The penalty times the interval, a scalar that can be differentiated.
     *
     * @param seen real pictures that require gradients
     * @param logits what the discriminator says of them: {@code [N, 1]}
     */
    public NDArray of(TensorOps ops, HeadImages seen, NDArray logits) {
        List<NDArray> inputs = new ArrayList<>(List.of(seen.image(), seen.raw()));
        if (maskGamma > 0) {
            inputs.add(seen.mask());
        }
        NDArray[] slopes = slopes(ops, inputs, logits);
        NDArray penalty = penalty(ops, gamma, List.of(slopes[0], slopes[1]));
        return maskGamma == 0 ? penalty : penalty.add(penalty(ops, maskGamma, List.of(slopes[2])));
    }

    /**
     * The penalty times the interval of what is no picture, a scalar that can be differentiated.
     *
     * @param seen real samples that require gradients, {@code [N, …]} each
     * @param logits what the discriminator says of them: {@code [N, 1]}
     */
    public NDArray of(TensorOps ops, List<NDArray> seen, NDArray logits) {
        return penalty(ops, gamma, List.of(slopes(ops, seen, logits)));
    }

    private static NDArray[] slopes(TensorOps ops, List<NDArray> seen, NDArray logits) {
        return ops.grad(List.of(logits.sum()), seen, true);
    }

    private NDArray penalty(TensorOps ops, double weight, List<NDArray> slopes) {
        return ops.scaled(ops.call("half_square_norm", slopes), weight * interval);
    }
}
