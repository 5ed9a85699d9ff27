package org.balancehead.model.face;

import java.util.Optional;

/**
 * What was seen in one frame.
 *
 * @param advice {@link Advice#OK}, or the first thing that is wrong with the frame
 * @param score frontalness × sharpness × size × completeness, 0…1; 0 without a face
 * @param pose of the nearest face; empty without a face
 * @param head the aligned head; empty where no usable face is seen. Present for turned faces too: they supervise
 */
public record FaceAnalysis(Advice advice, double score, Optional<FacePose> pose, Optional<AlignedHead> head) {}
