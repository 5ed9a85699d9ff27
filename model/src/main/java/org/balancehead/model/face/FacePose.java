package org.balancehead.model.face;

/**
 * Where a face is in a frame, and how its head is turned.
 *
 * @param yawDegrees camera yaw about the head as {@code CameraPose.orbit} has it
 * @param pitchDegrees camera pitch about the head
 * @param rollDegrees roll of the head in the picture, positive clockwise
 * @param box the face in the frame, 0…1 of its width and height
 */
public record FacePose(double yawDegrees, double pitchDegrees, double rollDegrees, FaceBox box) {}
