package org.balancehead.model.face;

import java.util.Optional;
import org.balancehead.model.image.RgbImage;

/** Finds the face in a frame, says how good it is, and cuts the aligned head. Confined to one thread at a time. */
public interface FaceAnalyzer extends AutoCloseable {
    /** Analyses one frame by itself; nothing of it is kept. */
    FaceAnalysis analyse(RgbImage frame);

    /**
     * Where a face is, and how it is turned, that was there a moment ago: a fifth of the work of {@link #analyse},
     * which finds faces anywhere. Nothing of the frame is kept.
     *
     * @param before where it was in a frame of the same size
     * @return empty when it is not there any more
     */
    Optional<FacePose> follow(RgbImage frame, FacePose before);

    @Override
    void close();
}
