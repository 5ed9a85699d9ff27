package org.balancehead.model.camera;

/**
 * Pinhole intrinsics, normalised by the side of the square image.
 *
 * @param focalX focal length over the image's width
 * @param focalY focal length over the image's height
 * @param centreX principal point, 0 left … 1 right
 * @param centreY principal point, 0 top … 1 bottom
 * @param skew the off-diagonal entry K[0,1], 0 for real cameras
 */
public record Intrinsics(double focalX, double focalY, double centreX, double centreY, double skew) {
    /** The focal length of the head world's cameras (design §8, after EG3D's FFHQ labels). */
    public static final double HEAD_FOCAL = 4.2647;

    /** The head world's intrinsics: {@link #HEAD_FOCAL}, principal point in the middle. */
    public static final Intrinsics HEAD = new Intrinsics(HEAD_FOCAL, HEAD_FOCAL, 0.5, 0.5, 0);

    public Intrinsics {
        if (!(focalX > 0) || !(focalY > 0)) {
            throw new IllegalArgumentException("Focal lengths must be positive: %s, %s.".formatted(focalX, focalY));
        }
    }

    /** The same camera, its picture enlarged about the middle: {@code zoom} 2 shows half the extent. */
    public Intrinsics zoomed(double zoom) {
        return new Intrinsics(focalX * zoom, focalY * zoom, centreX, centreY, skew * zoom);
    }
}
