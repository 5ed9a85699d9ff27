package org.balancehead.model.face;

/**
 * A face that a detector found; pixels of the picture.
 *
 * @param score the detector's certainty, 0…1
 * @param eyeTurn the turn of the line through the eyes, clockwise as one looks at the picture, in radians
 */
record FaceDetection(double left, double top, double width, double height, double score, double eyeTurn) {
    /** The landmark network wants the face with a margin of a quarter of its length on each side. */
    private static final double MARGIN = 1.5;

    /** The longer side of the box. */
    double size() {
        return Math.max(width, height);
    }

    /** Where the landmarks are looked for. */
    RotatedSquare region() {
        return new RotatedSquare(left + width / 2, top + height / 2, MARGIN * size(), eyeTurn);
    }

    /** The common area over the area of both together. */
    double overlap(FaceDetection other) {
        double across = Math.min(left + width, other.left + other.width) - Math.max(left, other.left);
        double down = Math.min(top + height, other.top + other.height) - Math.max(top, other.top);
        double common = Math.max(0, across) * Math.max(0, down);
        return common / (width * height + other.width * other.height - common);
    }
}
