package org.balancehead.actors.inference;

import java.io.IOException;
import org.balancehead.model.face.FaceAnalyzer;

/** Opens the face analyser; called on its own thread, again after a crash. */
@FunctionalInterface
public interface AnalyzerOpener {
    FaceAnalyzer open() throws IOException;
}
