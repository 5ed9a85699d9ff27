package org.balancehead.model.face;

/**
 * How well a frame shows a head from the front: the product of four factors, each 0…1.
 *
 * @param frontalness of the camera's direction: 1 from straight ahead, 0.6 at 15° of yaw, nothing beyond 45°
 * @param sharpness of the face's detail: 1 as far as a crop of 256 pixels can show it
 * @param size of the head: 1 where the source has as many pixels as the crop
 * @param completeness the part of the head's outline that lies in the picture
 */
record FrontalScore(double frontalness, double sharpness, double size, double completeness) {
    /** Degrees of yaw at which frontalness has fallen to e^−½. */
    private static final double YAW_SPREAD = 15;

    /** Pitch turns less of the face away than yaw, and webcams stand below or above: it counts half. */
    private static final double PITCH_WEIGHT = 0.5;

    /** {@link FacePatch#sharpness} of focused faces is 0.14…0.5; from here on more of it is skin texture or noise. */
    private static final double SHARP = 0.2;

    /** The outline of a head in its frame: an ellipse about a point a little above the middle. */
    private static final double OUTLINE_CENTRE_Y = 0.46;

    private static final double OUTLINE_RADIUS_X = 0.27;
    private static final double OUTLINE_RADIUS_Y = 0.36;

    /**
     * Scores one frame.
     *
     * @param inside how far inside the source picture each pixel of the square crop lies; negative outside
     * @param cropSize side of the crop in pixels
     */
    static FrontalScore of(HeadFrame frame, FacePatch patch, float[] inside, int cropSize) {
        double angle = Math.hypot(
                frame.camera().yawDegrees(), PITCH_WEIGHT * frame.camera().pitchDegrees());
        return new FrontalScore(
                Math.exp(-0.5 * Math.pow(angle / YAW_SPREAD, 2)),
                Math.min(1, patch.sharpness() / SHARP),
                Math.min(1, frame.square().side() / cropSize),
                completeness(inside, cropSize));
    }

    double value() {
        return frontalness * sharpness * size * completeness;
    }

    private static double completeness(float[] inside, int size) {
        int outline = 0;
        int seen = 0;
        for (int row = 0; row < size; row++) {
            for (int column = 0; column < size; column++) {
                double across = ((column + 0.5) / size - 0.5) / OUTLINE_RADIUS_X;
                double down = ((row + 0.5) / size - OUTLINE_CENTRE_Y) / OUTLINE_RADIUS_Y;
                if (across * across + down * down <= 1) {
                    outline++;
                    seen += inside[row * size + column] >= 0 ? 1 : 0;
                }
            }
        }
        return (double) seen / outline;
    }
}
