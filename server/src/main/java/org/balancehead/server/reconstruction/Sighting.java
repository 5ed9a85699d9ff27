package org.balancehead.server.reconstruction;

import java.nio.file.Path;
import org.balancehead.model.face.Advice;

/**
 * What was seen in one picture, without its pixels.
 *
 * @param file where it comes from
 * @param index its frame in the file, from 0
 * @param advice what was wrong with it
 * @param yawDegrees of the camera about the head; 0 without a face
 */
record Sighting(Path file, int index, Advice advice, double yawDegrees) {}
