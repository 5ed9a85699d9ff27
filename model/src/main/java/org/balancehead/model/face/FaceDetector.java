package org.balancehead.model.face;

import static org.bytedeco.opencv.global.opencv_core.BORDER_CONSTANT;
import static org.bytedeco.opencv.global.opencv_core.copyMakeBorder;
import static org.bytedeco.opencv.global.opencv_imgproc.INTER_AREA;
import static org.bytedeco.opencv.global.opencv_imgproc.resize;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;

/** MediaPipe's BlazeFace detectors (Bazarevsky et al., 2019): boxes and eyes of the faces in a picture. */
final class FaceDetector implements AutoCloseable {
    /** Of each anchor: box centre, box size, then six keypoints, of which the first two are the eyes. */
    private static final int ROW = 16;

    private static final double MIN_SCORE = 0.5;
    private static final double SAME_FACE_OVERLAP = 0.3;

    private final TfliteNet net;
    private final int inputSize;
    private final float[][] anchors;

    private FaceDetector(String file, int inputSize, float[][] anchors) {
        net = new TfliteNet(file, 1 / 127.5, 127.5);
        this.inputSize = inputSize;
        this.anchors = anchors;
    }

    /** For one near face, as at a webcam. */
    static FaceDetector shortRange() {
        List<float[]> anchors = new ArrayList<>();
        addAnchors(anchors, 16, 2);
        addAnchors(anchors, 8, 6);
        return new FaceDetector(FaceFiles.SHORT_RANGE_DETECTOR, 128, anchors.toArray(new float[0][]));
    }

    /** For faces of all sizes, also several. */
    static FaceDetector fullRange() {
        List<float[]> anchors = new ArrayList<>();
        addAnchors(anchors, 48, 1);
        return new FaceDetector(FaceFiles.FULL_RANGE_DETECTOR, 192, anchors.toArray(new float[0][]));
    }

    private static void addAnchors(List<float[]> anchors, int grid, int copies) {
        for (int row = 0; row < grid; row++) {
            for (int column = 0; column < grid; column++) {
                for (int copy = 0; copy < copies; copy++) {
                    anchors.add(new float[] {(column + 0.5f) / grid, (row + 0.5f) / grid});
                }
            }
        }
    }

    /** The faces of an RGB picture, the most certain first. */
    List<FaceDetection> detect(Mat picture) {
        int longSide = Math.max(picture.cols(), picture.rows());
        int width = Math.max(1, Math.round((float) picture.cols() * inputSize / longSide));
        int height = Math.max(1, Math.round((float) picture.rows() * inputSize / longSide));
        int left = (inputSize - width) / 2;
        int top = (inputSize - height) / 2;
        Mat small = new Mat();
        resize(picture, small, new Size(width, height), 0, 0, INTER_AREA);
        Mat square = new Mat();
        int right = inputSize - width - left;
        int bottom = inputSize - height - top;
        copyMakeBorder(small, square, top, bottom, left, right, BORDER_CONSTANT, new Scalar(0));

        float[][] output = net.run(square, anchors.length * ROW, anchors.length);
        double scaleX = (double) picture.cols() / width;
        double scaleY = (double) picture.rows() / height;
        return merge(decode(output[0], output[1], left, top, scaleX, scaleY));
    }

    private List<FaceDetection> decode(float[] rows, float[] logits, int left, int top, double scaleX, double scaleY) {
        List<FaceDetection> found = new ArrayList<>();
        for (int i = 0; i < anchors.length; i++) {
            double score = 1 / (1 + Math.exp(-logits[i]));
            if (score < MIN_SCORE) {
                continue;
            }
            int row = i * ROW;
            double originX = anchors[i][0] * inputSize - left;
            double originY = anchors[i][1] * inputSize - top;
            double width = rows[row + 2] * scaleX;
            double height = rows[row + 3] * scaleY;
            double eyesAcross = (rows[row + 6] - rows[row + 4]) * scaleX;
            double eyesDown = (rows[row + 7] - rows[row + 5]) * scaleY;
            found.add(new FaceDetection(
                    (originX + rows[row]) * scaleX - width / 2,
                    (originY + rows[row + 1]) * scaleY - height / 2,
                    width,
                    height,
                    score,
                    Math.atan2(eyesDown, eyesAcross)));
        }
        return found;
    }

    /** Non-maximum suppression that averages what overlaps the best, weighted by score, instead of dropping it. */
    private static List<FaceDetection> merge(List<FaceDetection> found) {
        List<FaceDetection> rest = new ArrayList<>(found);
        rest.sort(Comparator.comparingDouble(FaceDetection::score).reversed());
        List<FaceDetection> faces = new ArrayList<>();
        while (!rest.isEmpty()) {
            FaceDetection best = rest.get(0);
            List<FaceDetection> same = rest.stream()
                    .filter(other -> other.equals(best) || best.overlap(other) > SAME_FACE_OVERLAP)
                    .toList();
            rest.removeAll(same);
            faces.add(average(same, best));
        }
        return faces;
    }

    private static FaceDetection average(List<FaceDetection> same, FaceDetection best) {
        double left = 0;
        double top = 0;
        double width = 0;
        double height = 0;
        double weight = 0;
        for (FaceDetection face : same) {
            left += face.score() * face.left();
            top += face.score() * face.top();
            width += face.score() * face.width();
            height += face.score() * face.height();
            weight += face.score();
        }
        return new FaceDetection(
                left / weight, top / weight, width / weight, height / weight, best.score(), best.eyeTurn());
    }

    @Override
    public void close() {
        net.close();
    }
}
