package org.balancehead.model.face;

import static org.bytedeco.opencv.global.opencv_core.BORDER_REPLICATE;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_RGB2GRAY;
import static org.bytedeco.opencv.global.opencv_imgproc.cvtColor;

import java.util.Arrays;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * How well the skin of one face is lit and focused, whatever its size in the picture.
 *
 * @param brightness luma that a tenth of the face exceeds, 0…255: the lit parts, so that dark skin in good light is
 *     bright and a face against the window is not
 * @param sharpness strength of the finest detail, across or along the face, whichever is weaker (motion blurs one way),
 *     over the face's contrast: 0 is featureless
 */
record FacePatch(double brightness, double sharpness) {
    /** The face is measured at the size that it has in a crop of 256 pixels; finer detail would not be seen there. */
    private static final int SIZE = 96;

    /** What of the patch is face in any pose: hair and ground lie further out. */
    private static final int FIRST = SIZE / 6;

    private static final int LAST = SIZE - FIRST;

    static FacePatch of(Mat picture, FaceLandmarks face) {
        Mat grey = new Mat();
        cvtColor(face.bounds().cut(picture, SIZE, BORDER_REPLICATE), grey, COLOR_RGB2GRAY);
        byte[] luma = new byte[SIZE * SIZE];
        grey.data().get(luma);

        double across = 0;
        double along = 0;
        double sum = 0;
        double squares = 0;
        int[] sorted = new int[(LAST - FIRST) * (LAST - FIRST)];
        int count = 0;
        for (int y = FIRST; y < LAST; y++) {
            for (int x = FIRST; x < LAST; x++) {
                int at = y * SIZE + x;
                int here = luma[at] & 0xff;
                double bendAcross = (luma[at - 1] & 0xff) - 2 * here + (luma[at + 1] & 0xff);
                double bendAlong = (luma[at - SIZE] & 0xff) - 2 * here + (luma[at + SIZE] & 0xff);
                across += bendAcross * bendAcross;
                along += bendAlong * bendAlong;
                sum += here;
                squares += (double) here * here;
                sorted[count++] = here;
            }
        }
        Arrays.sort(sorted);
        double variance = squares / count - sum / count * sum / count;
        double detail = Math.min(across, along) / count;
        return new FacePatch(sorted[count * 9 / 10], Math.sqrt(detail / Math.max(1, variance)));
    }
}
