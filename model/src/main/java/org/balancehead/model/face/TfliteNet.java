package org.balancehead.model.face;

import static org.bytedeco.opencv.global.opencv_core.CV_32F;
import static org.bytedeco.opencv.global.opencv_dnn.blobFromImage;
import static org.bytedeco.opencv.global.opencv_dnn.readNetFromTFLite;

import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.MatVector;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;
import org.bytedeco.opencv.opencv_core.StringVector;
import org.bytedeco.opencv.opencv_dnn.Net;

/**
 * A bundled TFLite network that looks at one RGB picture.
 *
 * <p>OpenCV gives the outputs in an order of its own, so that they are told apart by how many numbers they have.
 */
final class TfliteNet implements AutoCloseable {
    /** OpenCV's importer makes tables of its own at its first use, which two threads at a time would spoil. */
    private static final Object IMPORTER = new Object();

    private final String name;
    private final Net net;
    private final StringVector outputs;
    private final double scale;
    private final double mean;

    /**
     * Loads a network.
     *
     * @param scale what a byte less {@code mean} is multiplied with
     * @param mean subtracted from each byte
     */
    TfliteNet(String name, double scale, double mean) {
        this.name = name;
        this.scale = scale;
        this.mean = mean;
        synchronized (IMPORTER) {
            net = readNetFromTFLite(FaceFiles.read(name));
        }
        outputs = net.getUnconnectedOutLayersNames();
    }

    /**
     * Runs the network once.
     *
     * @param picture RGB, 8 bits, of the size that the network was trained for
     * @param lengths how many numbers the wanted outputs have
     * @return the outputs in the order of {@code lengths}
     */
    float[][] run(Mat picture, int... lengths) {
        Size size = new Size(picture.cols(), picture.rows());
        Scalar means = new Scalar(mean, mean, mean, 0);
        net.setInput(blobFromImage(picture, scale, size, means, false, false, CV_32F));
        MatVector results = new MatVector();
        net.forward(results, outputs);
        float[][] numbers = new float[lengths.length][];
        for (int i = 0; i < lengths.length; i++) {
            numbers[i] = ofLength(results, lengths[i]);
        }
        return numbers;
    }

    private float[] ofLength(MatVector results, int length) {
        for (long i = 0; i < results.size(); i++) {
            Mat result = results.get(i);
            if (result.total() == length) {
                float[] numbers = new float[length];
                new FloatPointer(result.data()).get(numbers);
                return numbers;
            }
        }
        throw new IllegalStateException("The network " + name + " has no output of " + length + " numbers.");
    }

    @Override
    public void close() {
        outputs.close();
        net.close();
    }
}
