package org.balancehead.model.face;

import java.util.Optional;

/**
 * What was seen in one frame.
 *
 * @param advice {@link Advice#OK}, or the first thing that is wrong with the frame
 * @param score frontalness × sharpness × size × completeness, 0…1; 0 without a face
 * @param yawDegrees camera yaw about the head as {@code CameraPose.orbit} has it; 0 without a face
 * @param pitchDegrees camera pitch about the head; 0 without a face
 * @param rollDegrees roll of the head in the picture, positive clockwise; 0 without a face
 * @param box the face in the frame, 0…1 of its width and height; empty without a face
 * @param head the aligned head; empty where no usable face is seen. Present for turned faces too: they supervise
 */
public record FaceAnalysis(
        Advice advice,
        double score,
        double yawDegrees,
        double pitchDegrees,
        double rollDegrees,
        Optional<FaceBox> box,
        Optional<AlignedHead> head) {}
