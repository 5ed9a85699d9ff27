package org.balancehead.model.image;

import java.util.Arrays;

/** Changes the size of images: averages over areas when shrinking, interpolates linearly when enlarging. */
public final class Resampling {
    private Resampling() {}

    /**
     * Scales an image, each axis by itself, on the sRGB values as they stand.
     *
     * @param width columns of the result, at least 1
     * @param height rows of the result, at least 1
     */
    public static RgbImage resize(RgbImage image, int width, int height) {
        if (width == image.width() && height == image.height()) {
            return image;
        }
        Taps columns = Taps.between(image.width(), width);
        Taps rows = Taps.between(image.height(), height);
        return new RgbImage(width, height, gatherRows(gatherColumns(image, columns), width * 3, rows));
    }

    private static float[] gatherColumns(RgbImage image, Taps taps) {
        float[] narrowed = new float[image.height() * taps.size() * 3];
        byte[] rgb = image.rgb();
        int at = 0;
        for (int y = 0; y < image.height(); y++) {
            int line = y * image.width();
            for (int x = 0; x < taps.size(); x++) {
                float[] weights = taps.weights[x];
                int source = (line + taps.first[x]) * 3;
                for (int c = 0; c < 3; c++) {
                    float sum = 0;
                    for (int k = 0; k < weights.length; k++) {
                        sum += weights[k] * (rgb[source + k * 3 + c] & 0xff);
                    }
                    narrowed[at++] = sum;
                }
            }
        }
        return narrowed;
    }

    private static byte[] gatherRows(float[] lines, int lineLength, Taps taps) {
        byte[] rgb = new byte[taps.size() * lineLength];
        float[] sum = new float[lineLength];
        for (int y = 0; y < taps.size(); y++) {
            Arrays.fill(sum, 0.5f); // rounds when cut to an integer
            for (int k = 0; k < taps.weights[y].length; k++) {
                float weight = taps.weights[y][k];
                int line = (taps.first[y] + k) * lineLength;
                for (int i = 0; i < lineLength; i++) {
                    sum[i] += weight * lines[line + i];
                }
            }
            for (int i = 0; i < lineLength; i++) {
                rgb[y * lineLength + i] = (byte) Math.min(255, (int) sum[i]);
            }
        }
        return rgb;
    }

    /** For each sample of the result: its first source sample and the weights from there on, which sum to 1. */
    private record Taps(int[] first, float[][] weights) {
        int size() {
            return first.length;
        }

        static Taps between(int from, int to) {
            Taps taps = new Taps(new int[to], new float[to][]);
            double step = (double) from / to;
            for (int i = 0; i < to; i++) {
                if (step > 1) {
                    taps.cover(i, i * step, Math.min(from, (i + 1) * step));
                } else {
                    taps.interpolate(i, Math.max(0, Math.min(from - 1, (i + 0.5) * step - 0.5)), from);
                }
            }
            return taps;
        }

        private void cover(int i, double start, double end) {
            first[i] = (int) start;
            weights[i] = new float[(int) Math.ceil(end) - first[i]];
            for (int k = 0; k < weights[i].length; k++) {
                double inside = Math.min(end, first[i] + k + 1) - Math.max(start, first[i] + k);
                weights[i][k] = (float) (inside / (end - start));
            }
        }

        private void interpolate(int i, double position, int from) {
            first[i] = Math.min((int) position, Math.max(0, from - 2));
            float second = (float) (position - first[i]);
            weights[i] = from == 1 ? new float[] {1} : new float[] {1 - second, second};
        }
    }
}
