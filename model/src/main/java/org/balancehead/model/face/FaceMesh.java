package org.balancehead.model.face;

import static org.bytedeco.opencv.global.opencv_core.BORDER_CONSTANT;

import org.bytedeco.opencv.opencv_core.Mat;

/** MediaPipe's face mesh network (Kartynnik et al., 2019): finds the landmarks within a detected face. */
final class FaceMesh implements AutoCloseable {
    private static final int INPUT_SIZE = 192;

    /** The second look takes the region from the first one's points, which lie truer than the detector's box. */
    private static final double MARGIN = 1.5;

    private final TfliteNet net = new TfliteNet(FaceFiles.LANDMARKS, 1 / 255.0, 0);

    /** The landmarks of a face in an RGB picture. */
    FaceLandmarks locate(Mat picture, FaceDetection face) {
        FaceLandmarks first = locate(picture, face.region());
        return locate(picture, first.bounds().scaled(MARGIN));
    }

    /** One look at a region. */
    FaceLandmarks locate(Mat picture, RotatedSquare region) {
        Mat cut = region.cut(picture, INPUT_SIZE, BORDER_CONSTANT);
        float[][] output = net.run(cut, FaceLandmarks.COUNT * 3, 1);
        float[] points = output[0];
        float[] xyz = new float[points.length];
        for (int i = 0; i < points.length; i += 3) {
            double u = points[i] / INPUT_SIZE - 0.5;
            double v = points[i + 1] / INPUT_SIZE - 0.5;
            xyz[i] = (float) region.x(u, v);
            xyz[i + 1] = (float) region.y(u, v);
            xyz[i + 2] = (float) (points[i + 2] / INPUT_SIZE * region.side());
        }
        return new FaceLandmarks(xyz, output[1][0]);
    }

    @Override
    public void close() {
        net.close();
    }
}
