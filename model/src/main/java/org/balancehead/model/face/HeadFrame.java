package org.balancehead.model.face;

import org.balancehead.model.camera.CameraPose;

/**
 * The head world's full-head frame (design §8) on a face in a picture: a square of 32.5 cm at the head's axis, about a
 * point 1.1 cm below and 6 cm behind the middle between the eyeballs, upright with the head.
 *
 * @param square what of the picture the frame shows
 * @param camera the camera that sees the head so
 */
record HeadFrame(RotatedSquare square, CameraPose camera) {
    private static final double CENTRE_Y = 1.43;

    private static final double CENTRE_Z = -4.0;

    private static final double SIDE = 33.2;

    private static final double TILT_DEGREES = 5;

    static HeadFrame of(HeadPose face) {
        HeadPose head = face.tilted(TILT_DEGREES);
        RotatedSquare square = new RotatedSquare(
                face.x(0, CENTRE_Y, CENTRE_Z),
                face.y(0, CENTRE_Y, CENTRE_Z),
                SIDE * face.pixelsPerCentimetre(),
                Math.toRadians(head.rollDegrees()));
        return new HeadFrame(square, CameraPose.orbit(head.yawDegrees(), head.pitchDegrees()));
    }
}
