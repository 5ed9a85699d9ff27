package org.balancehead.model.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import org.balancehead.model.dataset.PackedViews;
import org.balancehead.model.generator.chart.ChartGenerator;
import org.balancehead.model.generator.chart.ChartHead;
import org.balancehead.model.image.RgbImage;
import org.balancehead.model.inversion.HeadEncoder;
import org.balancehead.model.tensor.TensorSession;

/** The heads that a generator makes of a dataset's frontal pictures, beside what the data show. */
final class EncodedHeads {
    private final HeadEncoder encoder;
    private final ChartGenerator generator;
    private final PackedViews data;
    private final FrontalPictures pictures;

    EncodedHeads(HeadEncoder encoder, ChartGenerator generator, PackedViews data) {
        this.encoder = encoder;
        this.generator = generator;
        this.data = data;
        pictures = new FrontalPictures(data);
    }

    ChartGenerator generator() {
        return generator;
    }

    PackedViews data() {
        return data;
    }

    /** The head that the frontal picture of an identity is encoded to. */
    ChartHead head(TensorSession session, int identity) {
        return generator.synthesis().synthesise(session.ops(), ChartGenerator.everywhere(w(session, identity)));
    }

    /** w {@code [1, K]} of an identity's frontal picture. */
    NDArray w(TensorSession session, int identity) {
        return w(session, front(session, identity, false));
    }

    /** w {@code [1, K]} of a picture. */
    NDArray w(TensorSession session, NDArray picture) {
        return encoder.encode(session.ops(), picture);
    }

    /** An identity's frontal picture, or its mirror image: {@code [1, 4, 128, 128]}. */
    NDArray front(TensorSession session, int identity, boolean mirrored) {
        float[] picture = new float[FrontalPictures.length()];
        pictures.read(identity, mirrored, picture, 0);
        return session.memory().create(picture, new Shape(1, 4, HeadEncoder.INPUT, HeadEncoder.INPUT));
    }

    /** A view of the data on white. */
    RgbImage truth(int identity, int view) {
        return data.picture(identity, view);
    }
}
