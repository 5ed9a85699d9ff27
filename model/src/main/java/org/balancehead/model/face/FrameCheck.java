package org.balancehead.model.face;

/**
 * Tells whether one face in a frame may stand for a person's frontal view, and if not, what to change first. The order
 * is that of the cures: what hides the others' causes comes before them.
 */
final class FrameCheck {
    /** A head of fewer source pixels than this part of the crop shows neither features nor blur. */
    private static final double MIN_SIZE = 0.5;

    /** Two stops below full exposure in the lit parts of the face: webcams show noise instead of skin there. */
    private static final double MIN_BRIGHTNESS = 64;

    /** With more of the head missing the crown or an ear is cut. */
    private static final double MIN_COMPLETENESS = 0.75;

    /** Beyond this the far eye or ear hides, and the crop no longer tells who it is equally well. */
    private static final double MAX_YAW_DEGREES = 20;

    /** A laptop on the knees looks up by 30°; nostrils or crown dominate beyond this. */
    private static final double MAX_PITCH_DEGREES = 40;

    /** A Gaussian blur of about 1.3 % of the face's height, or motion by 5 % of it. */
    private static final double MIN_SHARPNESS = 0.08;

    /** Faces seen from the front have 19 or more; with the mouth or an eye hidden it falls below 12. */
    private static final double MIN_FACE_LOGIT = 12;

    private FrameCheck() {}

    static Advice check(HeadFrame frame, FaceLandmarks face, FacePatch patch, FrontalScore score) {
        if (score.size() < MIN_SIZE) {
            return Advice.COME_CLOSER;
        } else if (patch.brightness() < MIN_BRIGHTNESS) {
            return Advice.TOO_DARK;
        } else if (score.completeness() < MIN_COMPLETENESS) {
            return Advice.MOVE_BACK;
        } else if (Math.abs(frame.camera().yawDegrees()) > MAX_YAW_DEGREES
                || Math.abs(frame.camera().pitchDegrees()) > MAX_PITCH_DEGREES) {
            return Advice.LOOK_AT_CAMERA;
        } else if (patch.sharpness() < MIN_SHARPNESS) {
            return Advice.TOO_BLURRED;
        } else if (face.logit() < MIN_FACE_LOGIT) {
            return Advice.FACE_COVERED;
        }
        return Advice.OK;
    }
}
