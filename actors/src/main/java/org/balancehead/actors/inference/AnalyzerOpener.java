package org.balancehead.actors.inference;

import java.io.IOException;
import org.balancehead.model.face.FaceAnalyzer;

/** Opens the face analyser; called on its own thread, again after a crash. */
@FunctionalInterface
public interface AnalyzerOpener {
    /**
     * Opens one.
     *
     * @param cropSize side of the aligned heads that it shall cut, in pixels
     */
    FaceAnalyzer open(int cropSize) throws IOException;
}
