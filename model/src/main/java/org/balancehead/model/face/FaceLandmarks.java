package org.balancehead.model.face;

/**
 * The 468 points of MediaPipe's face mesh on one face.
 *
 * @param xyz for each point its x and y in pixels of the picture and its depth in the same unit, smaller is nearer
 * @param logit the network's certainty that this is a face: clear ones have 15…40, wrong locks less than 0
 */
record FaceLandmarks(float[] xyz, double logit) {
    static final int COUNT = 468;

    /** Outer corners of the person's right and left eye. */
    private static final int RIGHT_EYE = 33;

    private static final int LEFT_EYE = 263;

    double x(int point) {
        return xyz[point * 3];
    }

    double y(int point) {
        return xyz[point * 3 + 1];
    }

    double z(int point) {
        return xyz[point * 3 + 2];
    }

    /** The turn of the line through the eyes, clockwise as one looks at the picture, in radians. */
    double eyeTurn() {
        return Math.atan2(y(LEFT_EYE) - y(RIGHT_EYE), x(LEFT_EYE) - x(RIGHT_EYE));
    }

    /** The upright rectangle about all points, as parts of the picture. */
    FaceBox box(int pictureWidth, int pictureHeight) {
        double left = Double.POSITIVE_INFINITY;
        double top = Double.POSITIVE_INFINITY;
        double right = Double.NEGATIVE_INFINITY;
        double bottom = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < COUNT; i++) {
            left = Math.min(left, x(i) / pictureWidth);
            top = Math.min(top, y(i) / pictureHeight);
            right = Math.max(right, x(i) / pictureWidth);
            bottom = Math.max(bottom, y(i) / pictureHeight);
        }
        return new FaceBox(left, top, right - left, bottom - top);
    }

    /** Whether two boxes of a detector led to one face. */
    boolean onSameFaceAs(FaceLandmarks other) {
        RotatedSquare here = bounds();
        RotatedSquare there = other.bounds();
        double distance = Math.hypot(here.centreX() - there.centreX(), here.centreY() - there.centreY());
        return distance < Math.max(here.side(), there.side()) / 2;
    }

    /** The smallest square that stands on the face's eye line and holds all points. */
    RotatedSquare bounds() {
        double turn = eyeTurn();
        double cos = Math.cos(turn);
        double sin = Math.sin(turn);
        double left = Double.POSITIVE_INFINITY;
        double top = Double.POSITIVE_INFINITY;
        double right = Double.NEGATIVE_INFINITY;
        double bottom = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < COUNT; i++) {
            double across = cos * x(i) + sin * y(i);
            double down = cos * y(i) - sin * x(i);
            left = Math.min(left, across);
            right = Math.max(right, across);
            top = Math.min(top, down);
            bottom = Math.max(bottom, down);
        }
        double across = (left + right) / 2;
        double down = (top + bottom) / 2;
        double side = Math.max(right - left, bottom - top);
        return new RotatedSquare(cos * across - sin * down, sin * across + cos * down, side, turn);
    }
}
