package org.balancehead.server.reconstruction;

import java.nio.file.Path;
import java.util.List;
import org.balancehead.model.face.AlignedHead;
import org.balancehead.model.face.FaceAnalysis;

/**
 * The views of a person that an inversion starts from.
 *
 * @param file where the frontal view comes from
 * @param index its frame in the file, from 0
 * @param frontal what was seen in it
 * @param views what supervises: the frontal view first, then others of different poses
 */
record Capture(Path file, int index, FaceAnalysis frontal, List<AlignedHead> views) {}
