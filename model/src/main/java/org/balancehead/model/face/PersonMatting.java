package org.balancehead.model.face;

import static org.bytedeco.opencv.global.opencv_core.BORDER_REPLICATE;
import static org.bytedeco.opencv.global.opencv_core.CV_32F;
import static org.bytedeco.opencv.global.opencv_imgproc.INTER_LINEAR;
import static org.bytedeco.opencv.global.opencv_imgproc.resize;

import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * MediaPipe's selfie segmentation: which pixels of a head's frame belong to a person, clothes and what they hold
 * included.
 */
final class PersonMatting implements AutoCloseable {
    private static final int INPUT_SIZE = 256;

    /** The network knows people with their shoulders: it sees this much more than the frame on each side. */
    private static final int MARGIN = 43;

    private final TfliteNet net = new TfliteNet(FaceFiles.MATTING, 1 / 255.0, 0);

    /**
     * Mattes a square of an RGB picture.
     *
     * @param pixels side of the result
     * @return {@code pixels²} values row by row, 0 background … 1 person
     */
    float[] matte(Mat picture, RotatedSquare square, int pixels) {
        int inner = INPUT_SIZE - 2 * MARGIN;
        RotatedSquare wide = square.scaled((double) INPUT_SIZE / inner);
        Mat cut = wide.cut(picture, INPUT_SIZE, BORDER_REPLICATE);
        float[] person = net.run(cut, INPUT_SIZE * INPUT_SIZE)[0];

        Mat matte = new Mat(INPUT_SIZE, INPUT_SIZE, CV_32F, new FloatPointer(person));
        Mat middle = new Mat(matte, new Rect(MARGIN, MARGIN, inner, inner));
        Mat result = new Mat();
        resize(middle, result, new Size(pixels, pixels), 0, 0, INTER_LINEAR);
        float[] alpha = new float[pixels * pixels];
        new FloatPointer(result.data()).get(alpha);
        for (int i = 0; i < alpha.length; i++) {
            alpha[i] = sharpened(alpha[i]);
        }
        return alpha;
    }

    /** The network's edges are wide: everything below 0.3 is background, above 0.7 person, smooth between. */
    private static float sharpened(float alpha) {
        float t = Math.max(0, Math.min(1, (alpha - 0.3f) / 0.4f));
        return t * t * (3 - 2 * t);
    }

    @Override
    public void close() {
        net.close();
    }
}
