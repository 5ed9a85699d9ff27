package org.balancehead.model.generator.chart;

import org.balancehead.model.camera.CameraPose;
import org.balancehead.model.camera.Intrinsics;

/**
 * The rays through the pixel centres of a square picture, row by row.
 *
 * @param origins three numbers a ray, world units
 * @param directions three numbers a ray, unit length
 */
public record CameraRays(float[] origins, float[] directions) {
    /** All rays of a picture of {@code resolution} pixels a side. */
    public static CameraRays of(CameraPose camera, int resolution) {
        CameraRays rays =
                new CameraRays(new float[resolution * resolution * 3], new float[resolution * resolution * 3]);
        float[] pose = camera.cameraToWorld();
        for (int i = 0; i < resolution * resolution; i++) {
            double x = (i % resolution + 0.5) / resolution;
            int row = i / resolution;
            double y = (row + 0.5) / resolution;
            rays.put(i, pose, camera.intrinsics(), x, y);
        }
        return rays;
    }

    /**
     * Sets ray {@code index} to the one through a point of the picture.
     *
     * @param pose the camera's 16 numbers
     * @param x 0 left … 1 right
     * @param y 0 top … 1 bottom
     */
    public void put(int index, float[] pose, Intrinsics lens, double x, double y) {
        double py = (y - lens.centreY()) / lens.focalY();
        double px = (x - lens.centreX() - lens.skew() * py) / lens.focalX();
        double length = Math.sqrt(px * px + py * py + 1);
        for (int axis = 0; axis < 3; axis++) {
            int row = axis * 4;
            origins[index * 3 + axis] = pose[row + 3];
            directions[index * 3 + axis] = (float) ((pose[row] * px + pose[row + 1] * py + pose[row + 2]) / length);
        }
    }
}
