package org.balancehead.model.face;

import static org.bytedeco.opencv.global.opencv_core.CV_64F;
import static org.bytedeco.opencv.global.opencv_core.SVDecomp;

import org.balancehead.model.face.CanonicalFace.BasisPoint;
import org.bytedeco.javacpp.indexer.DoubleIndexer;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * How the canonical face lies in a picture, seen from far away: turned, scaled, moved.
 *
 * @param rotation 9 numbers, row-major: from the face's axes to right, up and towards the viewer
 * @param pixelsPerCentimetre of the canonical face
 * @param anchorX where the weighted middle of the face's basis points is seen: the picture's x, in pixels
 * @param anchorY the picture's y of it
 */
record HeadPose(double[] rotation, double pixelsPerCentimetre, double anchorX, double anchorY) {

    /** The pose that brings the canonical face nearest to the landmarks: weighted least squares after Kabsch. */
    static HeadPose fit(FaceLandmarks landmarks, CanonicalFace face) {
        double weights = 0;
        double[] seenCentre = new double[3];
        double[] faceCentre = new double[3];
        for (BasisPoint point : face.basis()) {
            weights += point.weight();
            for (int k = 0; k < 3; k++) {
                seenCentre[k] += point.weight() * seen(landmarks, point.landmark(), k);
                faceCentre[k] += point.weight() * face.xyz()[point.landmark() * 3 + k];
            }
        }
        for (int k = 0; k < 3; k++) {
            seenCentre[k] /= weights;
            faceCentre[k] /= weights;
        }
        double[] covariance = new double[9];
        double spread = 0;
        for (BasisPoint point : face.basis()) {
            for (int i = 0; i < 3; i++) {
                double a = seen(landmarks, point.landmark(), i) - seenCentre[i];
                double own = face.xyz()[point.landmark() * 3 + i] - faceCentre[i];
                spread += point.weight() * own * own;
                for (int j = 0; j < 3; j++) {
                    double b = face.xyz()[point.landmark() * 3 + j] - faceCentre[j];
                    covariance[i * 3 + j] += point.weight() * a * b;
                }
            }
        }
        double[] rotation = nearestRotation(covariance);
        double common = 0;
        for (int i = 0; i < 9; i++) {
            common += rotation[i] * covariance[i];
        }
        return new HeadPose(rotation, common / spread, seenCentre[0], -seenCentre[1]);
    }

    /** The pose in axes that nod upwards by {@code degrees} against the face's: its pitch is smaller by so much. */
    HeadPose tilted(double degrees) {
        double cos = Math.cos(Math.toRadians(degrees));
        double sin = Math.sin(Math.toRadians(degrees));
        double[] turned = rotation.clone();
        for (int row = 0; row < 3; row++) {
            double y = rotation[row * 3 + 1];
            double z = rotation[row * 3 + 2];
            turned[row * 3 + 1] = cos * y - sin * z;
            turned[row * 3 + 2] = cos * z + sin * y;
        }
        return new HeadPose(turned, pixelsPerCentimetre, anchorX, anchorY);
    }

    /** Camera yaw about the head: positive where the person's own left side is seen. */
    double yawDegrees() {
        return Math.toDegrees(Math.atan2(rotation[6], rotation[8]));
    }

    /** Camera pitch about the head: positive where it is seen from above. */
    double pitchDegrees() {
        return Math.toDegrees(Math.asin(Math.max(-1, Math.min(1, rotation[7]))));
    }

    /** How far the head's up leans from the picture's, clockwise as one looks at it. */
    double rollDegrees() {
        return Math.toDegrees(Math.atan2(rotation[1], rotation[4]));
    }

    private static double seen(FaceLandmarks landmarks, int point, int axis) {
        return axis == 0 ? landmarks.x(point) : axis == 1 ? -landmarks.y(point) : -landmarks.z(point);
    }

    private static double[] nearestRotation(double[] matrix) {
        Mat values = new Mat();
        Mat left = new Mat();
        Mat right = new Mat();
        SVDecomp(toMat(matrix), values, left, right);
        double[] u = toArray(left);
        double[] v = toArray(right);
        double mirrored = determinant(u) * determinant(v) < 0 ? -1 : 1;
        double[] rotation = new double[9];
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
                rotation[i * 3 + j] = u[i * 3] * v[j] + u[i * 3 + 1] * v[3 + j] + mirrored * u[i * 3 + 2] * v[6 + j];
            }
        }
        return rotation;
    }

    private static Mat toMat(double[] matrix) {
        Mat mat = new Mat(3, 3, CV_64F);
        try (DoubleIndexer entries = mat.createIndexer()) {
            entries.put(0, 0, matrix);
        }
        return mat;
    }

    private static double[] toArray(Mat mat) {
        double[] matrix = new double[9];
        try (DoubleIndexer entries = mat.createIndexer()) {
            for (int i = 0; i < 9; i++) {
                matrix[i] = entries.get(i / 3, i % 3);
            }
        }
        return matrix;
    }

    private static double determinant(double[] m) {
        return m[0] * (m[4] * m[8] - m[5] * m[7])
                - m[1] * (m[3] * m[8] - m[5] * m[6])
                + m[2] * (m[3] * m[7] - m[4] * m[6]);
    }
}
