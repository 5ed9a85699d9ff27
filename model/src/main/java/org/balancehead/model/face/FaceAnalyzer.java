package org.balancehead.model.face;

import org.balancehead.model.image.RgbImage;

/** Finds the face in a frame, says how good it is, and cuts the aligned head. Confined to one thread at a time. */
public interface FaceAnalyzer extends AutoCloseable {
    /** Analyses one frame by itself; nothing of it is kept. */
    FaceAnalysis analyse(RgbImage frame);

    @Override
    void close();
}
