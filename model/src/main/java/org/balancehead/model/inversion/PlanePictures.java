package org.balancehead.model.inversion;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import org.balancehead.model.camera.CameraPose;
import org.balancehead.model.generator.CachedHead;
import org.balancehead.model.generator.HeadGenerator;
import org.balancehead.model.generator.RawImages;
import org.balancehead.model.generator.chart.Pictures;
import org.balancehead.model.image.RgbImage;
import org.balancehead.model.tensor.ParameterMap;
import org.balancehead.model.tensor.TensorSession;

/** Pictures of heads of a {@link HeadGenerator} on a white ground: what is behind the head is cut off by its mask. */
public record PlanePictures(HeadGenerator generator, ParameterMap weights) {
    /** The finished picture. */
    public RgbImage finished(TensorSession session, CachedHead head, CameraPose camera) {
        return Pictures.of(
                session.ops(), generator.renderOnWhite(session.ops(), weights, head, label(session, camera)));
    }

    /** The picture as it is rendered, without super-resolution. */
    RgbImage raw(TensorSession session, CachedHead head, CameraPose camera) {
        RawImages images = generator.renderRaw(session.ops(), weights, head, label(session, camera));
        return Pictures.of(session.ops(), session.ops().call("on_white", images.raw(), images.mask()));
    }

    private static NDArray label(TensorSession session, CameraPose camera) {
        float[] label = camera.label();
        return session.memory().create(label, new Shape(1, label.length));
    }
}
