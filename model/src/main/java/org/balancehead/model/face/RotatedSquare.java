package org.balancehead.model.face;

import static org.bytedeco.opencv.global.opencv_core.CV_64F;
import static org.bytedeco.opencv.global.opencv_imgproc.INTER_AREA;
import static org.bytedeco.opencv.global.opencv_imgproc.INTER_LINEAR;
import static org.bytedeco.opencv.global.opencv_imgproc.WARP_INVERSE_MAP;
import static org.bytedeco.opencv.global.opencv_imgproc.resize;
import static org.bytedeco.opencv.global.opencv_imgproc.warpAffine;

import org.bytedeco.javacpp.indexer.DoubleIndexer;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * A square laid over a picture. Lengths and positions are pixels of the picture, whose top left corner (not the centre
 * of its first pixel) is 0, 0.
 *
 * @param turn of the square against the picture, clockwise as one looks at it, in radians
 */
record RotatedSquare(double centreX, double centreY, double side, double turn) {
    /** More samples than this a side of a pixel cost more than they show. */
    private static final int MAX_SAMPLES = 8;

    /** The picture's x of a place in the square: u and v are −½ … ½, right and down. */
    double x(double u, double v) {
        return centreX + side * (Math.cos(turn) * u - Math.sin(turn) * v);
    }

    /** The picture's y of a place in the square. */
    double y(double u, double v) {
        return centreY + side * (Math.sin(turn) * u + Math.cos(turn) * v);
    }

    /** The square about the same centre whose side is {@code factor} times as long. */
    RotatedSquare scaled(double factor) {
        return new RotatedSquare(centreX, centreY, side * factor, turn);
    }

    /**
     * Cuts the square out: the mean of the pixels when it shrinks, bilinear when it grows.
     *
     * @param pixels side of the result
     * @param border OpenCV's border mode, for what lies outside the picture
     */
    Mat cut(Mat picture, int pixels, int border) {
        int samples = (int) Math.max(1, Math.min(MAX_SAMPLES, Math.ceil(side / pixels)));
        int fine = pixels * samples;
        Mat cut = new Mat();
        Size size = new Size(fine, fine);
        warpAffine(picture, cut, toPicture(fine), size, INTER_LINEAR | WARP_INVERSE_MAP, border, new Scalar(0));
        if (samples > 1) {
            Mat mean = new Mat();
            resize(cut, mean, new Size(pixels, pixels), 0, 0, INTER_AREA);
            return mean;
        }
        return cut;
    }

    /**
     * How far inside the picture each pixel of the cut lies, row by row: the distance to the nearest edge of the
     * picture in pixels of the cut, negative outside.
     */
    float[] inside(Mat picture, int pixels) {
        float[] distances = new float[pixels * pixels];
        double scale = pixels / side;
        double first = 0.5 / pixels - 0.5;
        double stepX = Math.cos(turn) / scale;
        double stepY = Math.sin(turn) / scale;
        for (int row = 0; row < pixels; row++) {
            double startX = x(first, first + (double) row / pixels);
            double startY = y(first, first + (double) row / pixels);
            for (int column = 0; column < pixels; column++) {
                double x = startX + column * stepX;
                double y = startY + column * stepY;
                double nearest = Math.min(Math.min(x, picture.cols() - x), Math.min(y, picture.rows() - y));
                distances[row * pixels + column] = (float) (nearest * scale);
            }
        }
        return distances;
    }

    /** From the pixel centres of the cut, counted as OpenCV does, to those of the picture. */
    private Mat toPicture(int pixels) {
        double first = 0.5 / pixels - 0.5;
        double cos = Math.cos(turn) * side / pixels;
        double sin = Math.sin(turn) * side / pixels;
        Mat matrix = new Mat(2, 3, CV_64F);
        try (DoubleIndexer entries = matrix.createIndexer()) {
            entries.put(0, 0, cos, -sin, x(first, first) - 0.5);
            entries.put(1, 0, sin, cos, y(first, first) - 0.5);
        }
        return matrix;
    }
}
