package org.balancehead.model.face;

import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;
import static org.bytedeco.opencv.global.opencv_imgproc.INTER_AREA;
import static org.bytedeco.opencv.global.opencv_imgproc.resize;

import org.balancehead.model.image.RgbImage;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;

/** Images as OpenCV's pictures and back. */
final class Pictures {
    /** Larger pictures are shrunk first: no head needs more, and the warps take no side above 32767. */
    private static final int MAX_SIDE = 4096;

    private Pictures() {}

    static Mat of(RgbImage image) {
        Mat picture = new Mat(image.height(), image.width(), CV_8UC3);
        picture.data().put(image.rgb());
        double factor = (double) MAX_SIDE / Math.max(image.width(), image.height());
        if (factor >= 1) {
            return picture;
        }
        int width = (int) Math.max(1, Math.round(image.width() * factor));
        int height = (int) Math.max(1, Math.round(image.height() * factor));
        Mat smaller = new Mat();
        resize(picture, smaller, new Size(width, height), 0, 0, INTER_AREA);
        return smaller;
    }

    static RgbImage toImage(Mat picture) {
        byte[] rgb = new byte[picture.cols() * picture.rows() * 3];
        picture.data().get(rgb);
        return new RgbImage(picture.cols(), picture.rows(), rgb);
    }
}
