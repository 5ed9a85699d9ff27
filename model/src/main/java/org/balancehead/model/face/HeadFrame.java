package org.balancehead.model.face;

import org.balancehead.model.camera.CameraPose;

/**
 * The head world's full-head frame (design §8) on a face in a picture: a square of 32.5 cm at the head's axis, about a
 * point 1.1 cm below and 6 cm behind the middle between the eyeballs, upright with the head.
 *
 * <p>The constants bring the canonical face's axes, size and place to the head world's. They were fitted on 413
 * synthetic views of known cameras (docs/decisions/0002): yaw within ±46°, pitch within ±35°.
 *
 * @param square what of the picture the frame shows
 * @param camera the camera that sees the head so
 */
record HeadFrame(RotatedSquare square, CameraPose camera) {
    /** The canonical face looks up by so much. */
    private static final double TILT_DEGREES = 6.8;

    /** The landmarks fall short of the turn, and of the nod more so. */
    private static final double YAW_GAIN = 1.042;

    private static final double PITCH_GAIN = 1.154;

    /** Side of the frame at the face's scale, in centimetres of the canonical face. */
    private static final double SIDE = 34.24;

    /** The face looks smaller from the side than it is, by this times one less the cosine of the turn. */
    private static final double FORESHORTENING = 0.15;

    /** The frame's centre above the middle of the basis points, and in front of it: canonical centimetres. */
    private static final double CENTRE_ABOVE = 2.02;

    private static final double CENTRE_IN_FRONT = -7.53;

    static HeadFrame of(HeadPose face) {
        HeadPose head = face.tilted(TILT_DEGREES);
        CameraPose camera = CameraPose.orbit(YAW_GAIN * head.yawDegrees(), PITCH_GAIN * head.pitchDegrees());
        float[] axes = camera.cameraToWorld(); // columns right, down, forward
        double turned = 1 + axes[10]; // forward along the head's axis is −1 from straight ahead
        double pixels = face.pixelsPerCentimetre() * (1 + FORESHORTENING * turned);
        double roll = Math.toRadians(head.rollDegrees());
        RotatedSquare centimetre = new RotatedSquare(face.anchorX(), face.anchorY(), pixels, roll);
        double right = axes[4] * CENTRE_ABOVE + axes[8] * CENTRE_IN_FRONT;
        double down = axes[5] * CENTRE_ABOVE + axes[9] * CENTRE_IN_FRONT;
        RotatedSquare square =
                new RotatedSquare(centimetre.x(right, down), centimetre.y(right, down), SIDE * pixels, roll);
        return new HeadFrame(square, camera);
    }
}
