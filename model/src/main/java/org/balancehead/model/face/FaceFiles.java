package org.balancehead.model.face;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The bundled files of the face models (NOTICE says where they come from), as they lie beside this class. */
final class FaceFiles {
    static final String SHORT_RANGE_DETECTOR = "face_detection_short_range.tflite";
    static final String FULL_RANGE_DETECTOR = "face_detection_full_range.tflite";
    static final String LANDMARKS = "face_landmark.tflite";
    static final String CANONICAL_FACE = "geometry_pipeline_metadata_landmarks.binarypb";
    static final String MATTING = "selfie_segmentation.tflite";

    private FaceFiles() {}

    static byte[] read(String name) {
        try (InputStream in = FaceFiles.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("The face model " + name + " is missing from the jar.");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }
}
