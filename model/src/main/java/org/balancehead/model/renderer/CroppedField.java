package org.balancehead.model.renderer;

import ai.djl.ndarray.NDArray;
import org.balancehead.model.tensor.TensorOps;

/**
 * A field without what lies far from the vertical axis, where generators leave walls.
 *
 * @param limit largest |x| and |z| that is kept, in world units; y is not limited
 */
public record CroppedField(RadianceField field, double limit) implements RadianceField {
    @Override
    public FieldSamples at(TensorOps ops, NDArray points) {
        FieldSamples samples = field.at(ops, points);
        return new FieldSamples(ops.call("crop_density", samples.density(), points, limit), samples.colour());
    }
}
