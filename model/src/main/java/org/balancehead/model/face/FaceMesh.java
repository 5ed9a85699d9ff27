package org.balancehead.model.face;

import static org.bytedeco.opencv.global.opencv_core.BORDER_CONSTANT;

import org.bytedeco.opencv.opencv_core.Mat;

/** MediaPipe's face mesh network (Kartynnik et al., 2019): finds the landmarks within a detected face. */
final class FaceMesh implements AutoCloseable {
    private static final int INPUT_SIZE = 192;

    /** The second look takes the region from the first one's points, which lie truer than the detector's box. */
    private static final double MARGIN = 1.5;

    private final TfliteNet net = new TfliteNet(FaceFiles.LANDMARKS, 1 / 255.0, 0);

    /** The landmarks of a face that a detector found in an RGB picture. */
    FaceLandmarks locate(Mat picture, FaceDetection face) {
        return locate(picture, face.region());
    }

    /** The landmarks of a face that was there a moment ago. */
    FaceLandmarks locate(Mat picture, FacePose before) {
        FaceBox box = before.box();
        double width = box.width() * picture.cols();
        double height = box.height() * picture.rows();
        return locate(
                picture,
                new RotatedSquare(
                        box.left() * picture.cols() + width / 2,
                        box.top() * picture.rows() + height / 2,
                        MARGIN * Math.max(width, height),
                        Math.toRadians(before.rollDegrees())));
    }

    private FaceLandmarks locate(Mat picture, RotatedSquare roughly) {
        FaceLandmarks first = look(picture, roughly);
        return look(picture, first.bounds().scaled(MARGIN));
    }

    private FaceLandmarks look(Mat picture, RotatedSquare region) {
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
